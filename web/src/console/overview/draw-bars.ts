import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { type Bar, barOption } from './bars.js';

use([BarChart, GridComponent, TooltipComponent, CanvasRenderer]);

/** A chart in a box of the page, drawn again when the box changes its size. */
export interface Drawing {
  draw(bars: readonly Bar[], showValue: (value: number) => string): void;
  end(): void;
}

/** Loaded only when something is drawn: the library is larger than all pages of the console together. */
export function drawInto(box: HTMLElement): Drawing {
  const chart = init(box);
  const observer = new ResizeObserver(() => {
    chart.resize();
  });
  observer.observe(box);
  return {
    draw: (bars, showValue) => {
      chart.setOption(barOption(bars, showValue), true);
    },
    end: () => {
      observer.disconnect();
      chart.dispose();
    },
  };
}
