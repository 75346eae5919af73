import { ocpp16 } from './ocpp16.ts';
import { testAgainstAjv } from './testing/against-ajv.ts';

testAgainstAjv(ocpp16);
