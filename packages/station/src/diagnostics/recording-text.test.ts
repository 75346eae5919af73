import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { DEFAULT_GEOMETRY } from '../nvm/sizes.ts';
import { KIND } from './recording-kinds.ts';
import { recordingLines } from './recording-text.ts';

test('each token has another name in the text of a recording, the same one wherever it is', () => {
  const { blackBox } = flashStorage(new MemoryFlash(DEFAULT_GEOMETRY));
  assert.ok(blackBox);
  const frames = [
    '{"idTag":"AA11","parentIdTag":"BB22"}',
    '{"idToken":{"idToken":"bb22","type":"Central"}}',
    '{ "idTag" : "aa11" }',
    '{"additionalInfo":[{"additionalIdToken":"CC33","type":"eMAID"}]}',
  ];
  for (const [at, frame] of frames.entries()) blackBox.append(KIND.frameOut, at, frame);
  assert.deepEqual(recordingLines(blackBox, 0, Number.POSITIVE_INFINITY).slice(1), [
    '0 frameOut {"idTag":"TOKEN1","parentIdTag":"TOKEN2"}',
    '1 frameOut {"idToken":{"idToken":"TOKEN2","type":"Central"}}',
    '2 frameOut { "idTag":"TOKEN1" }',
    '3 frameOut {"additionalInfo":[{"additionalIdToken":"TOKEN3","type":"eMAID"}]}',
  ]);
});

test('no password of a file server is in the text of a recording', () => {
  const { blackBox } = flashStorage(new MemoryFlash(DEFAULT_GEOMETRY));
  assert.ok(blackBox);
  const frames = [
    '{"remoteLocation":"https://me:secret@files.example/logs/"}',
    '{"remoteLocation":"https:\\/\\/me:secret@files.example\\/logs\\/"}',
    '["upload","ftp://me@files.example/"]',
    '{"location":"http://files.example/a@b"}',
  ];
  for (const [at, frame] of frames.entries()) blackBox.append(KIND.frameIn, at, frame);
  assert.deepEqual(recordingLines(blackBox, 0, Number.POSITIVE_INFINITY).slice(1), [
    '0 frameIn {"remoteLocation":"https://***@files.example/logs/"}',
    '1 frameIn {"remoteLocation":"https:\\/\\/***@files.example\\/logs\\/"}',
    '2 frameIn ["upload","ftp://***@files.example/"]',
    '3 frameIn {"location":"http://files.example/a@b"}',
  ]);
});
