export type { MasterPassMenu } from './authorization/master-pass.ts';
export { x509CertificateTools } from './certificates/node/x509-certificate-tools.ts';
export type {
  CertificateRequest,
  CertificateSubject,
  CertificateTools,
  ExpectedCertificate,
} from './certificates/tools.ts';
export type {
  ComponentConfig,
  ConnectorConfig,
  EvseConfig,
  MonitorConfig,
  StationConfig,
} from './config.ts';
export { maxPowerW } from './config.ts';
export type {
  VendorAnswer,
  VendorMessages,
  VendorReply,
  VendorRequest,
  Vendors,
} from './data-transfer/data-transfer.ts';
export type { DisplayState } from './display/shown.ts';
export type { EvseState, StationEvent, StationNews, StationState } from './events.ts';
export type { PilotReading } from './evse/pilot.ts';
export type { FaultPlace, FaultReport } from './faults/fault.ts';
export type { FirmwareBank, Installation } from './firmware/bank.ts';
export type { Download, FileTransfer, Upload } from './firmware/file-transfer.ts';
export { firmwareImage, type ImageHead, memoryFirmwareBank } from './firmware/image.ts';
export type { FirmwarePublisher } from './firmware/publisher.ts';
export {
  type CertificateCheck,
  type FirmwareVerifier,
  type FirmwareVerifierOptions,
  firmwareVerifier,
} from './firmware/verifier.ts';
export type { MeterReading } from './metering/reading.ts';
export type { MeterSigner } from './metering/signing.ts';
export { ecdsaMeterSigner } from './node/ecdsa-meter-signer.ts';
export {
  type HttpFileTransferOptions,
  httpFileTransfer,
} from './node/http-file-transfer.ts';
export {
  type HttpFirmwarePublisher,
  type HttpFirmwarePublisherOptions,
  httpFirmwarePublisher,
} from './node/http-firmware-publisher.ts';
export type { DeadLetter, StorageNews } from './nvm/medium.ts';
export { memoryStorage } from './nvm/memory.ts';
export type {
  KeyValueStore,
  MessageQueue,
  QueuedEvent,
  RunningTransaction,
  Storage,
} from './nvm/storage.ts';
export type { Hands, Hardware, HardwareListener, StationPorts } from './ports.ts';
export type { ExternalLimit } from './smart-charging/external-profile.ts';
export { createStation, type Station } from './station.ts';
export { processWatchdog } from './watchdog/node/process-watchdog.ts';
export type { WatchdogTimer } from './watchdog/watchdog-timer.ts';
