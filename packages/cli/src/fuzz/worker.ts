/** A process that fuzzes for `northbound world fuzz`: what crashes or hangs it is seen from outside. */
import {
  type CertificateReport,
  csmsTargets,
  described,
  type FlashReport,
  type FrameReport,
  type FuzzObserver,
  fuzzCertificates,
  fuzzFlash,
  fuzzFrames,
  stationTargets,
} from '@northbound/world/fuzz';
import { explainTargets } from './explain-target.ts';
import type { FuzzJob, FuzzNews, FuzzResult } from './job.ts';

/** Between two pieces of news about the progress. */
const NEWS_MS = 500;

process.once('message', (job: FuzzJob) => void work(job));

async function work(job: FuzzJob): Promise<void> {
  const stray: string[] = [];
  process.on('unhandledRejection', (error) =>
    stray.push(`unhandled rejection: ${described(error)}`),
  );
  const observer = observerOf(stray);
  try {
    tell({ type: 'end', result: await fuzz(job, observer) });
  } catch (error) {
    // The fuzzer itself is broken.
    tell({ type: 'end', result: { done: 0, heapBytes: [0, 0], trouble: [described(error)] } });
  }
  process.disconnect();
}

async function fuzz(job: FuzzJob, observer: FuzzObserver): Promise<FuzzResult> {
  switch (job.what) {
    case 'frames': {
      const targets = [csmsTargets, stationTargets, explainTargets];
      const report = await fuzzFrames({ ...job, targets }, observer);
      return resultOf(report.frames, report, frameTrouble(report));
    }
    case 'flash': {
      const report = await fuzzFlash(job, observer);
      return resultOf(report.images, report, flashTrouble(report));
    }
    case 'certificates': {
      const report = await fuzzCertificates(job, observer);
      return resultOf(report.certificates, report, certificateTrouble(report));
    }
  }
}

function resultOf(
  done: number,
  { heapBytes, memory }: Pick<FrameReport, 'heapBytes' | 'memory'>,
  trouble: readonly string[],
): FuzzResult {
  return { done, heapBytes, trouble: memory === undefined ? trouble : [...trouble, memory] };
}

function frameTrouble({ failure }: FrameReport): readonly string[] {
  if (failure === undefined) return [];
  const { target, smallest, complaints, happensAlone } = failure;
  return [
    `case ${failure.case}, ${target} of ${smallest.version}:`,
    ...complaints.map((complaint) => `  ${complaint}`),
    happensAlone
      ? 'The least that does it:'
      : 'It takes what the cases before have left behind. The case itself:',
    ...smallest.steps.map((step) => `  ${step.do === 'frame' ? step.text : JSON.stringify(step)}`),
  ];
}

function flashTrouble({ failure }: FlashReport): readonly string[] {
  if (failure === undefined) return [];
  const { number, complaints, changes } = failure;
  return [
    `image ${number}:`,
    ...complaints.map((complaint) => `  ${complaint}`),
    'The least damage that does it:',
    ...changes.map(({ address, hex }) => `  at ${address}: ${hex}`),
  ];
}

function certificateTrouble({ failure }: CertificateReport): readonly string[] {
  return failure === undefined
    ? []
    : [`certificate ${failure.number}: ${failure.complaint}`, failure.text];
}

function observerOf(stray: string[]): FuzzObserver {
  const { gc } = globalThis;
  let toldAtMs = 0;
  return {
    begun: (number) => tell({ type: 'begun', case: number }),
    progress(done) {
      const nowMs = performance.now();
      if (nowMs - toldAtMs < NEWS_MS) return;
      toldAtMs = nowMs;
      tell({ type: 'progress', done });
    },
    takeStray: () => stray.splice(0),
    ...(gc !== undefined && {
      heapBytes: () => {
        gc();
        gc();
        return process.memoryUsage().heapUsed;
      },
    }),
  };
}

function tell(news: FuzzNews): void {
  process.send?.(news);
}
