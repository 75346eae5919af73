import type { Ocpp21 } from '@northbound/protocol';

const FALLBACK = 'en';

/**
 * The text in the language that the driver likes best, else in English, else the first (2.1 part 2,
 * O01.FR.08 and .09). Tags are those of RFC 5646; `de` is good for `de-AT` and the other way round.
 */
export function inLanguage<Text extends Pick<Ocpp21.MessageContentType, 'language'>>(
  texts: readonly [Text, ...Text[]],
  languages: readonly string[],
): Text {
  for (const wanted of [...languages, FALLBACK]) {
    const exact = texts.find(({ language }) => language?.toLowerCase() === wanted.toLowerCase());
    const found = exact ?? texts.find(({ language }) => mainOf(language) === mainOf(wanted));
    if (found !== undefined) return found;
  }
  return texts[0];
}

function mainOf(tag: string | undefined): string | undefined {
  return tag?.split('-')[0]?.toLowerCase();
}
