import { createRequire } from 'node:module';
import { requests, responses } from '../generated/ocpp21-validators.js';
import { createProtocol, type Protocol } from './protocol.ts';

const require = createRequire(import.meta.url);

/** OCPP 2.1: its actions and validators. */
export const ocpp21: Protocol<'2.1'> = createProtocol('2.1', { requests, responses }, () =>
  require('../generated/ocpp21-schema.json'),
);
