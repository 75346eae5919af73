import { sign } from 'node:crypto';
import { seededRandom } from '@northbound/rpc/testing';
import { makeCertificate, type TestCertificate } from '@northbound/rpc/testing-certificates';
import { certificatePem } from '@northbound/rpc/testing-der';
import { firmwareVerifier, x509CertificateTools } from '@northbound/station';
import { Draw, seedOf } from '../draw.ts';
import { garble } from '../frames/garble.ts';
import { type HeapFindings, HeapWatch } from '../heap.ts';
import { described, type FuzzObserver } from '../observer.ts';
import { damagedDer, placesOf } from './damage-der.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const LOOK = 1_000;
const NAME = 'CS-1';

/** How many certificates, and from which one on. */
export interface CertificateFuzzOptions {
  readonly seed: number;
  readonly count: number;
  /** The first certificate; 0 when absent. */
  readonly from?: number;
}

/** What came of it; the text that was taken for what it is not. */
export interface CertificateReport extends HeapFindings {
  readonly certificates: number;
  readonly failure?: { readonly number: number; readonly complaint: string; readonly text: string };
}

/** A text that a peer sends for a certificate, and whether nobody may take it for one of ours. */
interface Forgery {
  readonly text: string;
  readonly mustBeRefused: boolean;
}

/** Hands what is almost a certificate to all that checks certificates, until something is wrong. */
export async function fuzzCertificates(
  { seed, count, from = 0 }: CertificateFuzzOptions,
  observer: FuzzObserver = {},
): Promise<CertificateReport> {
  const heap = new HeapWatch(observer);
  const checks = new Checks();
  for (let number = from; number < from + count; number++) {
    if (number % LOOK === 0) {
      observer.begun?.(number);
      heap.look();
    }
    const forgery = checks.forge(new Draw(seededRandom(seedOf(seed, number))));
    const complaint = (await checks.complaint(forgery)) ?? observer.takeStray?.()[0];
    if (complaint !== undefined) {
      const failure = { number, complaint, text: forgery.text };
      return { certificates: number - from, failure, heapBytes: heap.span };
    }
    observer.progress?.(number - from + 1);
  }
  return { certificates: count, ...heap.findings() };
}

class Checks {
  readonly #tools = x509CertificateTools();
  readonly #verifier = firmwareVerifier();
  readonly #root = makeCertificate('Root');
  readonly #leaf = makeCertificate(NAME, this.#root);
  readonly #other = makeCertificate('CS-2', this.#root, '20210101000000Z');
  readonly #rsa = makeCertificate('RSA', undefined, '20491231235959Z', 'rsa');
  #request: Promise<string> | undefined;
  #csr = '';

  forge(draw: Draw): Forgery {
    const lot = draw.next();
    const own = derOf(this.#leaf.cert);
    if (lot < 0.35) {
      const damaged = damagedDer(own, draw);
      return { text: pemOf(damaged), mustBeRefused: isForged(damaged, own) };
    }
    if (lot < 0.6) return { text: this.#resigned(draw), mustBeRefused: false };
    const sound = draw.from([this.#leaf, this.#root, this.#other, this.#rsa]).cert;
    if (lot < 0.75) return { text: garble(sound, draw), mustBeRefused: false };
    if (lot < 0.85) {
      const chain = Array.from({ length: draw.below(12) }, () => pemOf(damagedDer(own, draw)));
      return { text: [sound, ...chain].join(''), mustBeRefused: false };
    }
    if (lot < 0.95) {
      const csr = this.#csr === '' ? own : derOf(this.#csr);
      return { text: pemOf(damagedDer(csr, draw), 'CERTIFICATE REQUEST'), mustBeRefused: true };
    }
    return { text: garble(sound, draw).repeat(1 + draw.below(3)), mustBeRefused: false };
  }

  /** @returns what was wrong */
  async complaint({ text, mustBeRefused }: Forgery): Promise<string | undefined> {
    this.#request ??= this.#tools
      .request({ commonName: NAME, organizationName: '' })
      .then(({ csr }) => {
        this.#csr = csr;
        return csr;
      });
    await this.#request;
    try {
      const problem = await this.#tools.chainProblem(text, {
        privateKey: this.#leaf.key,
        commonName: NAME,
        roots: [this.#root.cert],
        epochMs: NOW_MS,
      });
      if (problem === undefined && mustBeRefused) return 'a forged certificate is taken';
      const isTrusted = (await this.#tools.rootProblem(text, NOW_MS)) === undefined;
      await this.#tools.isIssuedBy(text, this.#root.cert);
      await this.#tools.isIssuedBy(this.#leaf.cert, text);
      if (Number.isNaN(await this.#tools.expiryMs(text))) return 'it expires at no moment';
      // Only what was installed is ever asked for its hash.
      if (isTrusted) await this.#tools.hashData(text, [this.#root.cert]);
      const checked = this.#verifier.checkCertificate(text, [this.#root.cert], NOW_MS);
      if (checked.result === 'valid') {
        this.#verifier.isSignedBy(checked.publicKey, Buffer.from(text), text);
      }
      return undefined;
    } catch (error) {
      return described(error);
    }
  }

  /** Damaged in its signed part, and signed all the same: by an authority that makes mistakes. */
  #resigned(draw: Draw): string {
    const issued: TestCertificate = draw.from([this.#leaf, this.#other]);
    const toBeSigned = damagedDer(signedPartOf(derOf(issued.cert)), draw);
    return certificatePem(toBeSigned, sign('sha256', toBeSigned, this.#root.privateKey));
  }
}

/** Whether only what the signature is over was changed: around it a reader may be lenient. */
function isForged(damaged: Buffer, own: Buffer): boolean {
  const signed = signedPartOf(own);
  const from = own.indexOf(signed);
  const to = from + signed.length;
  return (
    damaged.length === own.length &&
    damaged.subarray(0, from).equals(own.subarray(0, from)) &&
    damaged.subarray(to).equals(own.subarray(to)) &&
    !damaged.equals(own)
  );
}

/** The first value in a certificate, which its signature is over. */
function signedPartOf(der: Buffer): Buffer {
  const [, signed] = placesOf(der);
  return der.subarray(signed?.at, signed?.to);
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----.*-----/g, ''), 'base64');
}

function pemOf(der: Buffer, label = 'CERTIFICATE'): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
