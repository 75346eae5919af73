import type { CDPSession, Page } from 'playwright-core';

/** By its address: it is written for the page, whose types tests do not have. */
const inPage: { readonly problemsInPage: (what: 'contrast' | 'reach') => string[] } = await import(
  new URL('./accessibility-in-page.ts', import.meta.url).href
);

/** Roles of what people act on: each needs a name that says what it does. */
const NAMED_ROLES: ReadonlySet<unknown> = new Set([
  'button',
  'checkbox',
  'combobox',
  'dialog',
  'link',
  'listbox',
  'menuitem',
  'radio',
  'searchbox',
  'slider',
  'spinbutton',
  'switch',
  'tab',
  'textbox',
]);

/** What is looked at; contrast once for each colour scheme. */
type Aspect = Parameters<typeof inPage.problemsInPage>[0];

/**
 * @returns what tells, each time it is called, what keeps people from using the page as it is then, in the light and in
 *   the dark: controls without a name, that Tab does not reach, or whose focus is not seen; text that stands out too
 *   little from its background (WCAG 2.2, 1.4.3, 2.1.1, 2.4.7, 4.1.2)
 */
export async function accessibilityOf(page: Page): Promise<() => Promise<string[]>> {
  const session = await page.context().newCDPSession(page);
  const schemes: ('dark' | 'light')[] = ['light', 'dark'];
  const problemsOf = (aspect: Aspect) =>
    page.evaluate<string[], Aspect>(inPage.problemsInPage, aspect);
  return async () => {
    // Who uses the keyboard sees where the focus is.
    await page.keyboard.press('Tab');
    const found = [...(await namelessIn(session)), ...(await problemsOf('reach'))];
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      const unread = await problemsOf('contrast');
      found.push(...unread.map((problem) => `${colorScheme}: ${problem}`));
    }
    // The next page is read in the one of this moment first.
    schemes.reverse();
    return found;
  };
}

async function namelessIn(session: CDPSession): Promise<string[]> {
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const nameless = nodes.filter(
    ({ ignored, role, name }) =>
      !ignored && NAMED_ROLES.has(role?.value) && (name?.value ?? '') === '',
  );
  return Promise.all(
    nameless.map(async ({ role, backendDOMNodeId }) => {
      const { node } = await session.send('DOM.describeNode', {
        ...(backendDOMNodeId !== undefined && { backendNodeId: backendDOMNodeId }),
      });
      return `no name: ${role?.value} <${node.localName} ${node.attributes?.join(' ') ?? ''}>`;
    }),
  );
}
