import { onScopeDispose, shallowRef } from 'vue';

export interface Question {
  title: string;
  text: string;
  yes: string;
  no: string;
}

/** A question to the person, to be shown by ConfirmDialog; `confirm` waits for the answer. */
export function useConfirm() {
  const question = shallowRef<Question>();
  let settle: (isYes: boolean) => void = () => undefined;

  function answer(isYes: boolean): void {
    question.value = undefined;
    settle(isYes);
  }

  /** Whether the person agrees. A second question takes the place of the first, whose answer is no. */
  function confirm(asked: Question): Promise<boolean> {
    settle(false);
    question.value = asked;
    return new Promise((resolve) => (settle = resolve));
  }

  onScopeDispose(() => {
    answer(false);
  });

  return { question, answer, confirm };
}
