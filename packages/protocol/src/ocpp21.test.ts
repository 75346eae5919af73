import { ocpp21 } from './ocpp21.ts';
import { testAgainstAjv } from './testing/against-ajv.ts';

testAgainstAjv(ocpp21);
