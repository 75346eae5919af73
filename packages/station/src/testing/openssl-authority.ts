import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate with its key, PEM. */
export interface IssuedPair {
  readonly cert: string;
  readonly key: string;
}

interface Issuing {
  /** `YYYYMMDDhhmmssZ` */
  readonly from?: string;
  readonly until?: string;
  readonly isAuthority?: boolean;
  /** In OpenSSL's notation; this machine's when absent. */
  readonly names?: string;
}

/** A certificate authority that is OpenSSL and nothing else: it shares no code with the station. */
export class OpensslAuthority implements Disposable {
  readonly root: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'authority-'));
  #files = 0;

  /** @param predecessor whose root signs this one's; else it signs itself */
  constructor(name: string, predecessor?: OpensslAuthority) {
    this.#write('index.txt', '');
    this.#write('ca.cnf', configuration(this.#folder));
    this.#newKey('ca.key');
    this.#run('req', '-new', '-key', 'ca.key', '-subj', `/CN=${name}`, '-out', 'ca.csr');
    if (predecessor === undefined) {
      this.#ca('ca.csr', 'ca.pem', {}, '-selfsign', '-extensions', 'authority');
    } else {
      this.#write('ca.pem', predecessor.sign(this.#read('ca.csr'), { isAuthority: true }));
    }
    this.root = this.#read('ca.pem');
  }

  /** Signs a request (PKCS#10, PEM). @returns the certificate */
  sign(csr: string, issuing: Issuing = {}): string {
    const name = this.#name();
    this.#write(`${name}.csr`, csr);
    const extensions = issuing.isAuthority === true ? ['-extensions', 'authority'] : [];
    this.#ca(`${name}.csr`, `${name}.pem`, issuing, ...extensions);
    return this.#read(`${name}.pem`);
  }

  /** @param subject in OpenSSL's notation: `/CN=B-0001/O=Operator` */
  issue(subject: string, issuing: Issuing = {}): IssuedPair {
    const name = this.#name();
    this.#newKey(`${name}.key`);
    const names = `subjectAltName=${issuing.names ?? 'DNS:localhost,IP:127.0.0.1'}`;
    const request = ['-new', '-key', `${name}.key`, '-subj', subject, '-addext', names];
    this.#run('req', ...request, '-out', `${name}.csr`);
    return {
      cert: this.sign(this.#read(`${name}.csr`), issuing),
      key: this.#read(`${name}.key`),
    };
  }

  /** What OpenSSL makes of a request: whether its signature is right, and for whom it is. */
  describe(csr: string): string {
    this.#write('described.csr', csr);
    return this.#run('req', '-in', 'described.csr', '-verify', '-noout', '-subject', '-text');
  }

  /** The hashes that OCSP, and OCPP with it, names a certificate by: issuer's name, issuer's key, serial number. */
  ocspId(cert: string): { readonly name: string; readonly key: string; readonly serial: string } {
    this.#write('named.pem', cert);
    const files = ['-issuer', 'ca.pem', '-cert', 'named.pem'];
    const said = this.#run('ocsp', '-sha256', ...files, '-req_text', '-no_nonce');
    const found = (what: string) =>
      new RegExp(`${what}: ([0-9A-F]+)`).exec(said)?.[1]?.toLowerCase() ?? '';
    return {
      name: found('Issuer Name Hash'),
      key: found('Issuer Key Hash'),
      serial: found('Serial Number').replace(/^0+(?=.)/, ''),
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }

  #ca(csr: string, cert: string, { from, until }: Issuing, ...more: string[]): void {
    const dates = ['-startdate', from ?? '20200101000000Z', '-enddate', until ?? '20491231235959Z'];
    const files = ['-config', 'ca.cnf', '-in', csr, '-out', cert];
    this.#run('ca', '-batch', '-notext', '-create_serial', ...files, ...dates, ...more);
  }

  #newKey(file: string): void {
    const curve = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    this.#run('genpkey', ...curve, '-out', file);
  }

  #name(): string {
    this.#files += 1;
    return `file${this.#files}`;
  }

  #run(...args: readonly string[]): string {
    return execFileSync('openssl', args, { cwd: this.#folder, encoding: 'utf8', stdio: 'pipe' });
  }

  #read(file: string): string {
    return readFileSync(join(this.#folder, file), 'utf8');
  }

  #write(file: string, text: string): void {
    writeFileSync(join(this.#folder, file), text);
  }
}

function configuration(folder: string): string {
  return `[ca]
default_ca = this
[this]
database = ${folder}/index.txt
new_certs_dir = ${folder}
serial = ${folder}/serial
certificate = ${folder}/ca.pem
private_key = ${folder}/ca.key
default_md = sha256
unique_subject = no
copy_extensions = copy
policy = anything
x509_extensions = leaf
[anything]
commonName = supplied
organizationName = optional
[leaf]
basicConstraints = CA:FALSE
[authority]
basicConstraints = critical, CA:TRUE
`;
}
