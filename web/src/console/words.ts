import { useI18n } from 'vue-i18n';

/** The server's words in the language of the page; a word that the pages do not know yet is shown as it is. */
export function useWords() {
  const i18n = useI18n();

  function word(group: string, name: string): string {
    const key = `console.words.${group}.${name}`;
    return i18n.te(key) ? i18n.t(key) : name;
  }

  /** All words of a group, by name, for choosing among them. */
  function words(group: string, names: readonly string[]): Record<string, string> {
    return Object.fromEntries(names.map((name) => [name, word(group, name)]));
  }

  return { word, words };
}
