import type { Ocpp21 } from '@northbound/protocol';
import { RpcError, type TlsIdentity } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { OwnCertificate } from './own-certificate.ts';
import { Renewal } from './renewal.ts';
import type { CertificateTools } from './tools.ts';
import { type InstalledRoot, MAX_ROOTS, type RootType, TrustStore } from './trust-store.ts';

type HashData = Ocpp21.CertificateHashDataType;

/** The certificates of the station: its own, and those it trusts (2.1 part 2, A02, A03, M03 to M05). */
export class Certificates {
  readonly trust: TrustStore;
  readonly #core: Core;
  readonly #tools: CertificateTools | undefined;
  readonly #own: OwnCertificate;
  readonly #renewal: Renewal | undefined;
  /** The root that vouches for the CSMS of the last connection, PEM. */
  #inUse: string | undefined;

  /** @param tools without them what the station was delivered with stays as it is */
  constructor(core: Core, tools: CertificateTools | undefined) {
    const { tls, manufacturerRoots = [] } = core.config;
    const { values } = core.storage;
    this.#core = core;
    this.#tools = tools;
    this.trust = new TrustStore(values, [
      ...(tls?.ca ?? []).map((pem) => ({ type: 'CSMSRootCertificate' as const, pem })),
      ...manufacturerRoots.map((pem) => ({ type: 'ManufacturerRootCertificate' as const, pem })),
    ]);
    this.#own = new OwnCertificate(values, tls);
    this.#renewal = tools && new Renewal(core, tools, this.#own, this.trust);
  }

  begin(): void {
    this.#renewal?.begin();
  }

  linkUp(): void {
    this.#renewal?.linkUp();
  }

  /** A connection came about, with these certificates. @param root what vouched for the CSMS, PEM */
  connected({ ca, cert }: TlsIdentity, root: string | undefined): void {
    this.#inUse = root;
    this.#renewal?.connected(cert);
    const fallback = this.trust.all.find(({ isFallback }) => isFallback === true);
    // M05.FR.13
    if (fallback !== undefined && ca?.includes(fallback.pem) === false) this.trust.remove(fallback);
  }

  get hasOwn(): boolean {
    return this.#own.current !== undefined;
  }

  /**
   * What TLS gets, in the order to try: in security profile 3 a new certificate first, and the old
   * one while the new one has not worked (A02.FR.28); a new root first, and its predecessor while the
   * new one has not worked (M05.FR.14).
   */
  identities(securityProfile: number): readonly (TlsIdentity | undefined)[] {
    const pairs = [this.#own.candidate, this.#own.current].filter((pair) => pair !== undefined);
    const own = securityProfile === 3 && pairs.length > 0 ? pairs : [{}];
    const { servername } = this.#core.config.tls ?? {};
    const allowWildcards = this.#core.variables.boolean(VARIABLE.allowCsmsTlsWildcards);
    return own.flatMap((pair) =>
      this.#trustSets().map((ca) => {
        const identity: TlsIdentity = {
          ...(ca.length > 0 && { ca }),
          ...(servername !== undefined && { servername }),
          ...(allowWildcards && { allowWildcards }),
          ...pair,
        };
        return Object.keys(identity).length === 0 ? undefined : identity;
      }),
    );
  }

  /** All roots together, save one that has a successor: that comes after it. */
  #trustSets(): readonly (readonly string[])[] {
    const roots = this.trust.all.filter(({ type }) => type === 'CSMSRootCertificate');
    const present = roots.filter(({ isFallback }) => isFallback !== true);
    const fallback = roots.filter(({ isFallback }) => isFallback === true);
    return [present, ...(fallback.length > 0 ? [fallback] : [])].map((set) =>
      set.map(({ pem }) => pem),
    );
  }

  /** @returns what sends SignCertificate, or undefined where that is not supported */
  trigger(): (() => void) | undefined {
    const renewal = this.#renewal;
    return renewal && (() => renewal.trigger());
  }

  /** @throws RpcError NotSupported without tools, here and in the next three */
  signed(request: Ocpp21.CertificateSignedRequest): Promise<Ocpp21.CertificateSignedResponse> {
    if (this.#renewal === undefined) throw new RpcError('NotSupported');
    return this.#renewal.signed(request);
  }

  /** InstallCertificate (M05). */
  async install({
    certificateType: type,
    certificate: pem,
  }: Ocpp21.InstallCertificateRequest): Promise<Ocpp21.InstallCertificateResponse> {
    const tools = this.#supported;
    const problem =
      (await tools.rootProblem(pem, this.#core.clock.epochMs())) ??
      (await this.#successionProblem(tools, type, pem));
    if (problem !== undefined) {
      const statusInfo = { reasonCode: 'InvalidCertificate', additionalInfo: problem };
      return { status: 'Rejected', statusInfo };
    }
    const root = { type, pem, hash: await this.#hashOf(tools, { type, pem }) };
    const outcome = this.#succeeds(type)
      ? this.trust.succeed(root)
        ? 'added'
        : 'noRoom'
      : this.trust.add(root);
    if (outcome !== 'added') {
      const additionalInfo = `There are ${this.trust.all.length} of ${MAX_ROOTS} certificates.`;
      return {
        status: outcome === 'full' ? 'Rejected' : 'Failed',
        statusInfo: { reasonCode: 'OutOfStorage', additionalInfo },
      };
    }
    this.#changed(`${type} installed`);
    return { status: 'Accepted' };
  }

  /** GetInstalledCertificateIds (M03). @param types all when absent */
  async installed(types?: readonly string[]): Promise<Ocpp21.GetInstalledCertificateIdsResponse> {
    const tools = this.#supported;
    const roots = this.trust.all.filter(({ type }) => types?.includes(type) !== false);
    const chains = await Promise.all(
      roots.map(async (root) => ({
        certificateType: root.type,
        certificateHashData: await this.#hashOf(tools, root),
      })),
    );
    return chains.length === 0
      ? { status: 'NotFound' }
      : { status: 'Accepted', certificateHashDataChain: chains };
  }

  /** DeleteCertificate (M04). */
  async delete({
    certificateHashData: wanted,
  }: Ocpp21.DeleteCertificateRequest): Promise<Ocpp21.DeleteCertificateResponse> {
    const tools = this.#supported;
    for (const root of this.trust.all) {
      if (!isSame(await this.#hashOf(tools, root), wanted)) continue;
      if (this.#isNeeded(root)) {
        const additionalInfo = 'What vouches for the CSMS stays.';
        return {
          status: 'Failed',
          statusInfo: { reasonCode: 'InvalidCertificate', additionalInfo },
        };
      }
      if (!this.trust.remove(root)) {
        return { status: 'Failed', statusInfo: { reasonCode: 'OutOfStorage' } };
      }
      this.#changed(`${root.type} deleted`);
      return { status: 'Accepted' };
    }
    // M04.FR.06
    return { status: (await this.#isOwn(tools, wanted)) ? 'Failed' : 'NotFound' };
  }

  /** AdditionalRootCertificateCheck (M05.FR.09): there is one root of the CSMS, and it names its successor. */
  #succeeds(type: RootType): boolean {
    const checks = this.#core.variables.boolean(VARIABLE.additionalRootCertificateCheck);
    return checks && type === 'CSMSRootCertificate' && this.trust.pems(type).length > 0;
  }

  /** M05.FR.11 */
  async #successionProblem(
    tools: CertificateTools,
    type: RootType,
    pem: string,
  ): Promise<string | undefined> {
    const [current] = this.#trustSets()[0] ?? [];
    if (!this.#succeeds(type) || current === undefined || current === pem) return undefined;
    const isSigned = await tools.isIssuedBy(pem, current);
    return isSigned ? undefined : 'is not signed by the root that it would replace';
  }

  get #supported(): CertificateTools {
    if (this.#tools === undefined) throw new RpcError('NotSupported');
    return this.#tools;
  }

  /** It counts from the next attempt to connect on. */
  #changed(what: string): void {
    this.#core.network.candidatesChanged();
    this.#core.security.record('ReconfigurationOfSecurityParameters', what);
  }

  /**
   * Without any root the station would trust nobody, or everybody; without the one that vouches for the CSMS it would
   * not find back (1.6 whitepaper, M04.FR.06; M04.FR.03 of 2.1 allows it).
   */
  #isNeeded({ type, pem }: InstalledRoot): boolean {
    const usesTls = this.#core.network.securityProfile >= 2;
    if (!usesTls || type !== 'CSMSRootCertificate') return false;
    return pem === this.#inUse || this.trust.pems(type).length === 1;
  }

  async #hashOf(tools: CertificateTools, { pem, hash }: InstalledRoot): Promise<HashData> {
    const roots = this.trust.all.map((root) => root.pem);
    return hash ?? tools.hashData(pem, roots);
  }

  async #isOwn(tools: CertificateTools, wanted: HashData): Promise<boolean> {
    const { current } = this.#own;
    if (current === undefined) return false;
    const issuers = [...this.trust.pems('CSMSRootCertificate'), current.cert];
    return isSame(await tools.hashData(current.cert, issuers), wanted);
  }
}

function isSame(a: HashData, b: HashData): boolean {
  return (['hashAlgorithm', 'issuerNameHash', 'issuerKeyHash', 'serialNumber'] as const).every(
    (field) => a[field].toLowerCase() === b[field].toLowerCase(),
  );
}
