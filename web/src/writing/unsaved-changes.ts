import { onScopeDispose } from 'vue';
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from 'vue-router';

interface UnsavedChanges {
  /** Whether something would be left behind by going there; by closing the page where there is no place. */
  exist: (to?: RouteLocationNormalized) => boolean;
  /** Notes it on this device, in time. */
  keep: () => void;
  /** Asks whether to leave all the same. */
  mayLeave: () => Promise<boolean>;
}

/** Nobody leaves a page with unsaved changes without knowing, and they are kept however it ends. */
export function useUnsavedChanges({ exist, keep, mayLeave }: UnsavedChanges): void {
  const guard = (to: RouteLocationNormalized): boolean | Promise<boolean> => {
    keep();
    return !exist(to) || mayLeave();
  };
  const onUnload = (event: BeforeUnloadEvent): void => {
    keep();
    if (exist()) event.preventDefault();
  };
  onBeforeRouteLeave(guard);
  onBeforeRouteUpdate(guard);
  window.addEventListener('beforeunload', onUnload);
  onScopeDispose(() => {
    window.removeEventListener('beforeunload', onUnload);
  });
}
