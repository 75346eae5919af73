/** Attributes of the link to what is shown, which stays in sight where a row of links scrolls on a narrow screen. */
export function currentLink(isCurrent: boolean) {
  return isCurrent ? ({ 'aria-current': 'page', ref: showLink } as const) : {};
}

function showLink(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}
