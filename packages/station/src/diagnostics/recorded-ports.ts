import type { Clock, Dialer, DialListener, Link } from '@northbound/rpc';
import type { FileTransfer } from '../firmware/file-transfer.ts';
import type { Hardware, HardwareListener, StationPorts } from '../ports.ts';
import type { Recording } from './recording.ts';
import { drawSeed, SeededRandom } from './seeded-random.ts';

/** Ports that behave as the given ones, and write down what passes through them. */
export class RecordedPorts {
  readonly ports: StationPorts;
  readonly #random = new SeededRandom();
  readonly #outer: StationPorts;
  readonly #recording: Recording;
  #timers = 0;
  #connections = 0;
  #results = 0;

  constructor(ports: StationPorts, recording: Recording) {
    this.#outer = ports;
    this.#recording = recording;
    this.ports = {
      ...ports,
      clock: this.#clock(ports.clock),
      random: this.#random,
      dialer: this.#dialer(ports.dialer),
      hardware: this.#hardware(ports.hardware),
      ...(ports.files !== undefined && { files: this.#files(ports.files) }),
    };
  }

  /** The station boots: its random numbers begin anew. */
  boot(): void {
    const seed = drawSeed(this.#outer.random);
    this.#recording.boot(seed);
    this.#random.reseed(seed);
  }

  #clock(clock: Clock): Clock {
    let offsetMs = Number.NaN;
    return {
      monotonicMs: () => clock.monotonicMs(),
      epochMs: () => {
        const nowMs = clock.epochMs();
        const beforeMs = offsetMs;
        offsetMs = nowMs - clock.monotonicMs();
        // Both clocks tick a little apart; that is no news.
        if (Math.abs(offsetMs - beforeMs) < 1) offsetMs = beforeMs;
        this.#recording.read('clock', offsetMs);
        return nowMs;
      },
      after: (delayMs, run) => {
        const number = ++this.#timers;
        return clock.after(delayMs, () => {
          this.#recording.timerFired(number);
          run();
        });
      },
    };
  }

  #dialer(dialer: Dialer): Dialer {
    return (target, listener) => {
      const number = ++this.#connections;
      this.#recording.effect('dial', number, target.url, target.identity);
      return this.#link(number, dialer(target, this.#linkListener(number, listener)));
    };
  }

  #linkListener(number: number, listener: DialListener): DialListener {
    const told = (event: string, ...what: readonly unknown[]) =>
      this.#recording.input('link', number, event, ...what);
    return {
      onOpened: (subprotocol) => {
        told('opened', subprotocol);
        listener.onOpened(subprotocol);
      },
      onFailed: (failure) => {
        told('failed', failure);
        listener.onFailed(failure);
      },
      onText: (text) => {
        this.#recording.frameIn(number, text);
        listener.onText(text);
      },
      onBinary: (bytes) => {
        told('binary', Buffer.from(bytes).toString('base64'));
        listener.onBinary(bytes);
      },
      onPong: () => {
        told('pong');
        listener.onPong();
      },
      onError: (message) => {
        told('error', message);
        listener.onError(message);
      },
      onClosed: (code, reason) => {
        told('closed', code, reason);
        listener.onClosed(code, reason);
      },
    };
  }

  #link(number: number, link: Link): Link {
    const recording = this.#recording;
    const buffered = `buffered ${number}`;
    return {
      send: (text) => {
        recording.frameOut(number, text);
        link.send(text);
      },
      ping: () => {
        recording.effect('ping', number);
        link.ping();
      },
      setReading: (reading) => link.setReading(reading),
      get bufferedBytes() {
        return recording.read(buffered, link.bufferedBytes);
      },
      get isReceiving() {
        return link.isReceiving === true;
      },
      get verifiedBy() {
        return link.verifiedBy;
      },
      close: (code, reason) => {
        recording.effect('close', number, code, reason);
        link.close(code, reason);
      },
      terminate: () => {
        recording.effect('terminate', number);
        link.terminate();
      },
    };
  }

  #hardware(hardware: Hardware): Hardware {
    const recording = this.#recording;
    const meters: string[] = [];
    return {
      listen: (listener) => hardware.listen(listener && this.#hardwareListener(listener)),
      setContactor: (evseId, closed) => {
        recording.effect('setContactor', evseId, closed);
        hardware.setContactor(evseId, closed);
      },
      offer: (evseId, currentA) => {
        recording.effect('offer', evseId, currentA);
        hardware.offer(evseId, currentA);
      },
      ...(hardware.offerPower && {
        offerPower: (evseId: number, powerW: number) => {
          recording.effect('offerPower', evseId, powerW);
          hardware.offerPower?.(evseId, powerW);
        },
      }),
      lock: (evseId, connectorId, locked) => {
        recording.effect('lock', evseId, connectorId, locked);
        return recording.read('lock', hardware.lock(evseId, connectorId, locked));
      },
      readMeter: (evseId) => {
        meters[evseId] ??= `meter ${evseId}`;
        return recording.read(meters[evseId], hardware.readMeter(evseId));
      },
      ...(hardware.readMainMeter && this.#mainMeter(() => hardware.readMainMeter?.())),
      ...(hardware.reset && this.#reset((evseId) => hardware.reset?.(evseId))),
    };
  }

  #mainMeter(
    readMainMeter: () => ReturnType<NonNullable<Hardware['readMainMeter']>> | undefined,
  ): Pick<Hardware, 'readMainMeter'> {
    return {
      readMainMeter: () => {
        const reading = readMainMeter();
        if (reading === undefined) throw new Error('The main meter is gone');
        return this.#recording.read('main meter', reading);
      },
    };
  }

  #reset(reset: (evseId: number) => Promise<boolean> | undefined): Pick<Hardware, 'reset'> {
    return {
      reset: (evseId) => {
        this.#recording.effect('reset', evseId);
        return this.#result(reset(evseId) ?? Promise.resolve(false));
      },
    };
  }

  #hardwareListener(listener: HardwareListener): HardwareListener {
    const told = (method: keyof HardwareListener, ...what: readonly unknown[]) =>
      this.#recording.input('hardware', method, ...what);
    return {
      pilot: (evseId, connectorId, reading) => {
        told('pilot', evseId, connectorId, reading);
        listener.pilot(evseId, connectorId, reading);
      },
      bay: (evseId, occupied) => {
        told('bay', evseId, occupied);
        listener.bay(evseId, occupied);
      },
      fault: (evseId, fault) => {
        told('fault', evseId, fault);
        listener.fault(evseId, fault);
      },
      faultCleared: (evseId, code, measured) => {
        told('faultCleared', evseId, code, measured);
        listener.faultCleared(evseId, code, measured);
      },
      measured: (place, value) => {
        told('measured', place, value);
        listener.measured(place, value);
      },
    };
  }

  #files(files: FileTransfer): FileTransfer {
    return {
      protocols: files.protocols,
      // What is downloaded is too long to be written down.
      download: (...args) => files.download(...args),
      upload: (url, ...args) => {
        this.#recording.effect('upload', url);
        return this.#result(files.upload(url, ...args));
      },
    };
  }

  async #result<Value>(work: Promise<Value>): Promise<Value> {
    const number = ++this.#results;
    const value = await work;
    this.#recording.input('result', number, value);
    return value;
  }
}
