/**
 * Operators who watch: event streams that are read as fast as they come, and otherwise forgotten. They share no code
 * with our client.
 */
import { readFileSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import {
  answerParent,
  type Numbers,
  numberSetting,
  type Settings,
  textSetting,
} from '../harness/child.ts';

let streams: ClientRequest[] = [];
let receivedBytes = 0;

answerParent({ watch, stop });

/** Opens the streams; resolves when all of them have said hello. */
async function watch(settings: Settings): Promise<Numbers> {
  const port = numberSetting(settings, 'port');
  const key = readFileSync(textSetting(settings, 'keyFile'), 'utf8');
  receivedBytes = 0;
  const opened = Array.from({ length: numberSetting(settings, 'watchers') }, () => open(port, key));
  await Promise.all(opened);
  return { watchers: streams.length };
}

function open(port: number, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = request({
      host: '127.0.0.1',
      port,
      path: '/api/v1/events',
      agent: false,
      headers: { authorization: `Bearer ${key}` },
    });
    streams.push(stream);
    stream.once('error', reject);
    stream.once('response', (response) => {
      if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode}`));
      response.once('data', () => resolve());
      response.on('data', (chunk: Buffer) => {
        receivedBytes += chunk.length;
      });
    });
    stream.end();
  });
}

/** Closes the streams. */
function stop(): Numbers {
  for (const stream of streams) {
    stream.removeAllListeners('error');
    // Its end is what was asked for.
    stream.on('error', () => undefined);
    stream.destroy();
  }
  streams = [];
  return { receivedBytes };
}
