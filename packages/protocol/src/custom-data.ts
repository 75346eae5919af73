/**
 * What vendors add to any object of OCPP 2.x (part 2, chapter "CustomData"). Declare your own fields by merging:
 *
 * ```ts
 * declare module '@northbound/protocol' {
 *   interface CustomData { readonly acmeFuse?: string }
 * }
 * ```
 *
 * The validators check `vendorId` (at most 255 characters) and let everything else pass.
 */
export interface CustomData {
  vendorId: string;
  [key: string]: unknown;
}
