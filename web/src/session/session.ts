import { computed, readonly, ref } from 'vue';
import { api, ask, onLoggedOut } from '../api/client.js';
import type { components } from '../api/schema.js';

export type User = components['schemas']['UserResponse'];

const user = ref<User>();
const isRestored = ref(false);

/** Whether somebody was logged in here until the server refused the session. */
const isExpired = ref(false);

onLoggedOut(() => {
  if (user.value) isExpired.value = true;
  user.value = undefined;
});

/** Who is logged in, for every component. */
export function useSession() {
  return {
    user: readonly(user),
    /** Whether it is known yet who is logged in. */
    isRestored: readonly(isRestored),
    isExpired: readonly(isExpired),
    isAdministrator: computed(() => user.value?.role === 'admin'),
  };
}

/** Asks the server who the cookie belongs to; nobody where there is none. */
export async function restoreSession(): Promise<void> {
  try {
    user.value = (await ask(api.GET('/session'))).user ?? undefined;
  } finally {
    isRestored.value = true;
  }
}

/** @throws Problem `bad_credentials`, `user_deactivated`, `second_factor_required` where the code is missing, `bad_code` */
export async function logIn(username: string, password: string, code?: string): Promise<void> {
  const body = { username, password, ...(code && { code }) };
  user.value = (await ask(api.POST('/session', { body }))).user;
  isExpired.value = false;
}

/** Makes an account and logs in. @throws Problem `username_taken`, `invalid_input` */
export async function register(username: string, password: string, nickname: string): Promise<void> {
  const body = { username, password, ...(nickname && { nickname }) };
  user.value = (await ask(api.POST('/session/registration', { body }))).user;
  isExpired.value = false;
}

/** Ends the session of this browser. */
export async function logOut(): Promise<void> {
  await ask(api.DELETE('/session'));
  forget();
}

/** Ends every session of this person, in all browsers and clients. */
export async function logOutEverywhere(): Promise<void> {
  await ask(api.DELETE('/sessions'));
  forget();
}

/** Shows a changed name or picture everywhere. */
export function updateUser(changed: User): void {
  user.value = changed;
}

/** The password is changed, and with it every session of this person has ended. */
export async function changePassword(current: string, password: string): Promise<void> {
  await ask(api.POST('/users/me/password', { body: { current_password: current, password } }));
  forget();
}

function forget(): void {
  user.value = undefined;
  isExpired.value = false;
}
