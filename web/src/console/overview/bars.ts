/** One bar of a chart. */
export interface Bar {
  readonly label: string;
  /** How high it is; whole numbers, so fen where it is of money. */
  readonly value: number;
  /** What is said of it when somebody points at it. */
  readonly text: string;
}

/** Of the pages' own colours. */
const COLORS = { bar: '#b93815', axis: '#5f5a52', grid: '#ece7e1' };

/** What the chart library is told. `showValue` writes the numbers at the axis. */
export function barOption(bars: readonly Bar[], showValue: (value: number) => string) {
  return {
    animation: false,
    grid: { left: 8, right: 8, top: 16, bottom: 4, outerBoundsMode: 'same' as const },
    tooltip: {
      trigger: 'axis' as const,
      // Drawn into the picture: text in the page would be markup made of people's words.
      renderMode: 'richText' as const,
      axisPointer: { type: 'shadow' as const },
      formatter: (hovered: unknown) => textAt(bars, hovered),
    },
    xAxis: {
      type: 'category' as const,
      data: bars.map(({ label }) => label),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLORS.grid } },
      axisLabel: { color: COLORS.axis, hideOverlap: true },
    },
    yAxis: {
      type: 'value' as const,
      minInterval: 1,
      axisLabel: { color: COLORS.axis, formatter: showValue },
      splitLine: { lineStyle: { color: COLORS.grid } },
    },
    series: [
      {
        type: 'bar' as const,
        data: bars.map(({ value }) => value),
        barMaxWidth: 28,
        itemStyle: { color: COLORS.bar, borderRadius: [3, 3, 0, 0] },
      },
    ],
  };
}

function textAt(bars: readonly Bar[], hovered: unknown): string {
  const [first] = Array.isArray(hovered) ? (hovered as { dataIndex?: number }[]) : [];
  return bars[first?.dataIndex ?? -1]?.text ?? '';
}
