export type { ConnectorConfig, EvseConfig, StationConfig } from './config.ts';
export type { EvseState, StationEvent, StationNews, StationState } from './events.ts';
export type { PilotReading } from './evse/pilot.ts';
export type { MeterReading } from './metering/reading.ts';
export { memoryStorage } from './nvm/memory.ts';
export type {
  KeyValueStore,
  MessageQueue,
  QueuedEvent,
  RunningTransaction,
  Storage,
} from './nvm/storage.ts';
export type { Hands, Hardware, HardwareListener, StationPorts } from './ports.ts';
export { createStation, type Station } from './station.ts';
