import { ref, type Ref, shallowReactive, watch } from 'vue';

/** Something that a page shows, and how far it is with loading it. Reactive; do not destructure. */
export interface Loaded<Value> {
  readonly value: Value | undefined;
  readonly problem: unknown;
  readonly isLoading: boolean;
  /** Goes up each time it arrives. */
  readonly version: number;
  /** Asks again; what is shown stays meanwhile. */
  reload(): Promise<void>;
  /** Shows what an action has answered, without asking. */
  show(value: Value): void;
}

interface State<Value> {
  value: Value | undefined;
  problem: unknown;
  isLoading: boolean;
  version: number;
}

/**
 * Loads what `of` names, and again when it names another one. An answer that was overtaken by a later question is
 * dropped.
 */
export function useLoaded<Of, Value>(of: Readonly<Ref<Of>>, load: (of: Of) => Promise<Value>): Loaded<Value> {
  const state = shallowReactive<State<Value>>({
    value: undefined,
    problem: undefined,
    isLoading: false,
    version: 0,
  });
  const round = ref(0);

  async function reload(): Promise<void> {
    const own = (round.value += 1);
    state.isLoading = true;
    try {
      const value = await load(of.value);
      if (own === round.value) arrive(value);
    } catch (error) {
      if (own === round.value) state.problem = error;
    } finally {
      if (own === round.value) state.isLoading = false;
    }
  }

  function arrive(value: Value): void {
    state.value = value;
    state.problem = undefined;
    state.version += 1;
  }

  function show(value: Value): void {
    round.value += 1;
    state.isLoading = false;
    arrive(value);
  }

  watch(
    of,
    () => {
      state.value = undefined;
      state.problem = undefined;
      void reload();
    },
    { immediate: true },
  );

  return Object.assign(state, { reload, show });
}
