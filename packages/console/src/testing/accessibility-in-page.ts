/**
 * What keeps people from reading or reaching something in the page, where this runs: it may use nothing from outside.
 * Names are the browser's own business: see accessibility.ts.
 */
export function problemsInPage(what: 'contrast' | 'reach'): string[] {
  type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

  const INTERACTIVE =
    'a[href], button, input, select, textarea, summary, [tabindex], [role=button]';
  const LEAST_CONTRAST = 4.5;
  const LEAST_CONTRAST_OF_LARGE = 3;

  const problems = new Set<string>();
  const pen = document
    .createElement('canvas')
    .getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' });
  const known = new Map<string, Rgba>();

  function colorOf(text: string): Rgba {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (pen === null) throw new Error('no canvas');
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = text;
    pen.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
    const color = [red, green, blue, alpha / 255] as const;
    known.set(text, color);
    return color;
  }

  /** One colour over another that lets nothing through. */
  function over([red, green, blue, alpha]: Rgba, below: Rgba): Rgba {
    const mix = (above: number, under: number) => above * alpha + under * (1 - alpha);
    return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1];
  }

  function backgroundOf(element: Element): Rgba {
    const layers: Rgba[] = [];
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const layer = colorOf(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1] as Rgba);
  }

  function opacityOf(element: Element): number {
    let opacity = 1;
    for (let at: Element | null = element; at !== null; at = at.parentElement)
      opacity *= Number(getComputedStyle(at).opacity);
    return opacity;
  }

  /** WCAG 2.2, relative luminance. */
  function luminanceOf([red, green, blue]: Rgba): number {
    const linear = (part: number) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }

  function contrastOf(a: Rgba, b: Rgba): number {
    const [x, y] = [luminanceOf(a), luminanceOf(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  }

  function nameOf(element: Element): string {
    const kind = [...element.classList].map((name) => `.${name}`).join('');
    return `${element.tagName.toLowerCase()}${kind}`;
  }

  /** WCAG 2.2, 1.4.3: 18 points, or 14 points and bold. */
  function isLarge({ fontSize, fontWeight }: CSSStyleDeclaration): boolean {
    const sizePx = Number.parseFloat(fontSize);
    return sizePx >= 24 || (sizePx >= 18.66 && Number(fontWeight) >= 700);
  }

  function checkContrast(element: Element, text: string, style: CSSStyleDeclaration): void {
    const written = element instanceof SVGElement ? style.fill : style.color;
    const background = backgroundOf(element);
    const [red, green, blue, alpha] = colorOf(written);
    const color = over([red, green, blue, alpha * opacityOf(element)], background);
    const contrast = contrastOf(color, background);
    const least = isLarge(getComputedStyle(element)) ? LEAST_CONTRAST_OF_LARGE : LEAST_CONTRAST;
    if (contrast >= least) return;
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    problems.add(`contrast ${contrast.toFixed(2)} of ${nameOf(element)} "${shown}"`);
  }

  function isSeen(element: Element): boolean {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const { width, height } = element.getBoundingClientRect();
    // What only screen readers read is a pixel large.
    return width > 1 && height > 1 && element.closest('.visually-hidden') === null;
  }

  function isOff(element: Element): boolean {
    return element.closest(':disabled, [aria-disabled=true], [inert]') !== null;
  }

  /** With a dialog open, the page behind it is out of reach. */
  const top = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body;

  function checkTexts(): void {
    const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (element === null || text === '' || element.matches('option, script, style')) continue;
      if (isSeen(element) && !isOff(element))
        checkContrast(element, text, getComputedStyle(element));
    }
    for (const field of top.querySelectorAll('input, select, textarea')) {
      if (!isSeen(field) || isOff(field) || field.matches('[type=checkbox], [type=radio]'))
        continue;
      checkContrast(field, 'its value', getComputedStyle(field));
      if (field.hasAttribute('placeholder') && field.getAttribute('placeholder') !== '')
        checkContrast(field, 'its placeholder', getComputedStyle(field, '::placeholder'));
    }
  }

  /** How an element, or what stands for it, is marked. */
  function marksOf(element: Element): string {
    return [element, element.closest('label'), element.nextElementSibling]
      .map((each) => {
        if (each === null) return '';
        const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(each);
        const outline =
          outlineStyle === 'none' ? '' : `${outlineStyle}${outlineWidth}${outlineColor}`;
        return `${outline} ${boxShadow}`;
      })
      .join('|');
  }

  function checkReach(): void {
    const tried = new Set<string>();
    for (const element of top.querySelectorAll<HTMLElement>(INTERACTIVE)) {
      if (isOff(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.matches('input[type=hidden]')) continue;
      if (element.tabIndex < 0) {
        if (!element.matches('[tabindex="-1"]:not(a, button, input, select, textarea)'))
          problems.add(`Tab does not reach ${nameOf(element)} "${element.textContent?.trim()}"`);
        continue;
      }
      const kind = `${nameOf(element)} ${element.parentElement && nameOf(element.parentElement)}`;
      if (tried.has(kind)) continue;
      tried.add(kind);
      if (element === document.activeElement) element.blur();
      const before = marksOf(element);
      element.focus({ preventScroll: true });
      if (document.activeElement !== element) problems.add(`${nameOf(element)} takes no focus`);
      else if (marksOf(element) === before) problems.add(`focus is not seen on ${kind}`);
      element.blur();
    }
    for (const element of top.querySelectorAll('*')) {
      if (getComputedStyle(element).cursor !== 'pointer' || !isSeen(element)) continue;
      if (element.closest(`${INTERACTIVE}, label`) === null)
        problems.add(`only a pointer reaches ${nameOf(element)}`);
    }
  }

  if (what === 'contrast') checkTexts();
  else checkReach();
  return [...problems];
}
