import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { Display } from '../display/display.ts';

/** 2.0.1 has no texts in other languages, and no LanguageNotSupported. */
export function setDisplayMessage201(
  display: Display,
  message: Ocpp201.MessageInfoType,
): Ocpp201.SetDisplayMessageResponse {
  const { status, statusInfo } = display.set(message, false);
  return {
    status: status === 'LanguageNotSupported' ? 'Rejected' : status,
    ...(statusInfo !== undefined && { statusInfo }),
  };
}

export function clearDisplayMessage201(
  display: Display,
  id: number,
): Ocpp201.ClearDisplayMessageResponse {
  return { status: display.clear({ id }).status === 'Accepted' ? 'Accepted' : 'Unknown' };
}

/** What a 2.1 CSMS has left on the display, as far as 2.0.1 has words for it. */
export function displayMessages201(
  messages: readonly Ocpp21.MessageInfoType[],
): Ocpp201.MessageInfoType[] {
  return messages.map(({ messageExtra: _, message, state, ...rest }) => ({
    ...rest,
    message: { ...message, format: message.format === 'QRCODE' ? 'UTF8' : message.format },
    ...(state !== undefined && state !== 'Suspended' && state !== 'Discharging' && { state }),
  }));
}
