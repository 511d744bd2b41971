import { describe, expect, it } from 'vitest';
import { effectScope } from 'vue';
import { useConfirm } from './confirm.js';

const QUESTION = { title: '离开', text: '修改还没有保存', yes: '离开', no: '继续写' };

describe('a question', () => {
  it.each([true, false])('is shown until it is answered with %s', async (isYes) => {
    const { question, answer, confirm } = effectScope().run(useConfirm)!;
    const confirmed = confirm(QUESTION);
    expect(question.value).toEqual(QUESTION);
    answer(isYes);
    expect(question.value).toBeUndefined();
    expect(await confirmed).toBe(isYes);
  });

  it('is answered no by a second one, and by the end of its page', async () => {
    const scope = effectScope();
    const { confirm } = scope.run(useConfirm)!;
    const first = confirm(QUESTION);
    const second = confirm(QUESTION);
    expect(await first).toBe(false);
    scope.stop();
    expect(await second).toBe(false);
  });
});
