// Made by generator/main.ts from the OpenAPI document of the CSMS. Do not edit.
import type { problemCodes } from './routes.ts';

export type AFRRSignalRequest = {
readonly timestamp: string;
readonly signal: number;
readonly customData?: CustomDataType;
};

export type AFRRSignalResponse = {
readonly status: GenericStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type APNAuthenticationEnumType = 'PAP' | 'CHAP' | 'NONE' | 'AUTO';

export type APNType = {
readonly apn: string;
readonly apnUserName?: string;
readonly apnPassword?: string;
readonly simPin?: number;
readonly preferredNetwork?: string;
readonly useOnlyPreferredNetwork?: boolean;
readonly apnAuthentication: APNAuthenticationEnumType;
readonly customData?: CustomDataType;
};

export type AbsolutePriceScheduleType = {
readonly timeAnchor: string;
readonly priceScheduleID: number;
readonly priceScheduleDescription?: string;
readonly currency: string;
readonly language: string;
readonly priceAlgorithm: string;
readonly minimumCost?: RationalNumberType;
readonly maximumCost?: RationalNumberType;
readonly priceRuleStacks: readonly PriceRuleStackType[];
readonly taxRules?: readonly TaxRuleType[];
readonly overstayRuleList?: OverstayRuleListType;
readonly additionalSelectedServices?: readonly AdditionalSelectedServicesType[];
readonly customData?: CustomDataType;
};

export type AdditionalInfoType = {
readonly additionalIdToken: string;
readonly type: string;
readonly customData?: CustomDataType;
};

export type AdditionalSelectedServicesType = {
readonly serviceFee: RationalNumberType;
readonly serviceName: string;
readonly customData?: CustomDataType;
};

export type AdjustPeriodicEventStreamRequest = {
readonly id: number;
readonly params: PeriodicEventStreamParamsType;
readonly customData?: CustomDataType;
};

export type AdjustPeriodicEventStreamResponse = {
readonly status: GenericStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type Alert = {
readonly id: number;
readonly stationId: string;
/** Where its code comes from. */
readonly scheme: 'MREC' | 'OCPP16' | 'Vendor' | 'DeviceModel' | 'Monitor' | 'Availability';
/** An MREC, an errorCode, a code of its maker… */
readonly code: string;
readonly name: string;
/** 0 danger, 1 hardware failure, 2 system failure, 3 critical, 4 error … 9 debug. */
readonly severity: number;
/** Absent for the station as a whole. */
readonly evseId?: number;
readonly connectorId?: number;
readonly component: string;
readonly variable: string;
/** The value that came with it last. */
readonly value?: string;
/** In the words of the station. */
readonly info?: string;
readonly transactionId?: string;
/** When the station says it began. */
readonly openedAt: string;
/** When the station said so last. */
readonly updatedAt: string;
/** How often the station has said so. */
readonly occurrences: number;
/** When it was over. */
readonly clearedAt?: string;
readonly clearedBy?: 'station' | 'recovery' | 'operator';
/** When an operator took note of it. */
readonly acknowledgedAt?: string;
readonly acknowledgedBy?: string;
readonly note?: string;
readonly vendor?: string;
readonly model?: string;
/** That the station had then. */
readonly firmwareVersion?: string;
/** What happened, in plain words. */
readonly happened: string;
/** Who must act, the first of them first. */
readonly actors: readonly ('driver' | 'operator' | 'technician' | 'manufacturer' | 'vehicleManufacturer')[];
/** What usually helps, in the order to try it. */
readonly helps: readonly string[];
};

export type AlertEvent = {
readonly type: 'alert';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly alert: Alert;
};

export type AlertFrequency = {
readonly code: string;
readonly name: string;
readonly vendor?: string;
readonly model?: string;
readonly firmwareVersion?: string;
/** How many were opened. */
readonly alerts: number;
/** Stations of that model and firmware that are known now. */
readonly stations: number;
};

export type AlertPage = {
readonly items: readonly Alert[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type AllowedEnergyTransfer = {
/** As on the wire. */
readonly transactionId: string;
/** Key in this CSMS, unique over all stations. */
readonly transaction: number;
/** EVSE number, from 1. */
readonly evseId?: number;
readonly allowedEnergyTransfer: readonly ('DC' | 'AC_single_phase' | 'AC_two_phase' | 'AC_three_phase' | 'AC_BPT' | 'AC_BPT_DER' | 'AC_DER' | 'DC_BPT' | 'DC_ACDP' | 'DC_ACDP_BPT' | 'WPT')[];
/** When the station took it. */
readonly since: string;
};

export type ApiKey = {
/** The part of the key that is no secret. */
readonly id: string;
/** Who or what it is for. */
readonly name: string;
/** What the caller may do: read; send commands and change tokens too; or everything, keys and stations included. */
readonly role: 'viewer' | 'operator' | 'admin';
/** When it was made. */
readonly createdAt: string;
/** The key is worth nothing from then on. */
readonly expiresAt?: string;
/** The stations that it may see and command; with groups absent too, all. */
readonly stations?: readonly string[];
/** Groups whose stations it may see and command, whichever they are then. */
readonly groups?: readonly string[];
};

export type ApiKeyList = {
readonly items: readonly ApiKey[];
};

export type AttributeEnumType = 'Actual' | 'Target' | 'MinSet' | 'MaxSet';

export type AuditEntry = {
readonly id: string;
/** When it was asked for. */
readonly at: string;
/** A key, or a person who signed in. */
readonly callerKind: 'key' | 'user';
/** The id of the key, or of the person. */
readonly callerId: string;
/** The name at that time. */
readonly callerName: string;
readonly remoteAddress: string;
/** The operation, as this document names it. */
readonly action: string;
/** The path below /api/v1. */
readonly target: string;
/** What the path does not tell. */
readonly detail?: string;
/** What was asked for: JSON without secrets, cut where it is long. */
readonly request?: string;
/** What was there before, in the same form; of what was replaced or removed. */
readonly previous?: string;
/** HTTP status of the answer; absent when the CSMS stopped before it knew. */
readonly status?: number;
/** Why it was not done. */
readonly problem?: string;
};

export type AuditPage = {
readonly items: readonly AuditEntry[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type AuthorizationData = {
readonly idToken: IdTokenType;
readonly idTokenInfo?: IdTokenInfoType;
readonly customData?: CustomDataType;
};

export type AuthorizationSettings = {
/** How long stations may keep an answer in their cache. */
readonly cacheLifetimeS?: number;
readonly webhook?: {
/** Gets a POST with {stationId, evseId, idToken, type, at} and answers {status, …}. */
readonly url: string;
/** About which tokens it is asked: all, or those that the table does not know. */
readonly asks: 'all' | 'unknown';
/** How long a driver waits for it. */
readonly timeoutMs: number;
/** Without an answer the table decides, or the driver is turned away. */
readonly fallback: 'table' | 'reject';
/** How long its answer is used again for the same question, unless it expires before. */
readonly rememberS: number;
/** Whether its address may be one inside the network. */
readonly allowPrivate: boolean;
/** Whether requests carry a secret. */
readonly hasSecret: boolean;
};
};

export type AuthorizationStatusEnumType = 'Accepted' | 'Blocked' | 'ConcurrentTx' | 'Expired' | 'Invalid' | 'NoCredit' | 'NotAllowedTypeEVSE' | 'NotAtThisLocation' | 'NotAtThisTime' | 'Unknown';

export type Backup = {
readonly name: string;
/** The directory in which it lies on the machine of the CSMS. */
readonly file: string;
/** Of the data file and all files beside it. */
readonly sizeBytes: number;
/** Numbers of files that were removed while it was made, or were not what had been stored. */
readonly filesLeftOut?: readonly number[];
};

export type Backups = {
readonly items: readonly Backup[];
};

export type BatterySwap = {
/** Of the notice that holds the message as it came. */
readonly id: number;
/** When it happened, if the message says so; else when it came. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
readonly eventType: 'BatteryIn' | 'BatteryOut' | 'BatteryOutTimeout';
/** The same for the batteries that go in and those that come out. */
readonly requestId: number;
readonly idToken: string;
readonly idTokenType: string;
readonly batteries: readonly ({
/** Its slot. */
readonly evseId: number;
readonly serialNumber: string;
/** State of charge. */
readonly socPercent: number;
/** State of health. */
readonly sohPercent: number;
readonly productionDate?: string;
readonly vendorInfo?: string;
})[];
};

export type BatterySwapPage = {
readonly items: readonly BatterySwap[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type Campaign = {
readonly id: number;
readonly name: string;
readonly stations: StationSelection;
/** Commands to each station, one after the other; the first that fails ends it there. */
readonly steps: readonly CampaignStep[];
readonly pace?: CampaignPace;
/** When it begins; at once when absent. */
readonly startsAt?: string;
/** `stopped`: by itself, because too much failed; it can be resumed. */
readonly state: 'scheduled' | 'running' | 'paused' | 'stopped' | 'cancelled' | 'finished';
/** Why it stopped. */
readonly reason?: string;
readonly createdBy: string;
/** When it was made. */
readonly createdAt: string;
/** When it ended. */
readonly endedAt?: string;
/** The current one, from 1. */
readonly wave: number;
readonly waves: number;
/** When the next wave begins, during a pause. */
readonly nextWaveAt?: string;
readonly counts: TargetCounts;
};

export type CampaignEvent = {
readonly type: 'campaign';
/** When it happened. */
readonly at: string;
/** Empty: it is about many. */
readonly stationId: string;
readonly campaign: Campaign;
};

export type CampaignOrder = {
readonly name: string;
readonly stations: StationSelection;
/** Commands to each station, one after the other; the first that fails ends it there. */
readonly steps: readonly CampaignStep[];
readonly pace?: CampaignPace;
/** When it begins; at once when absent. */
readonly startsAt?: string;
};

export type CampaignPace = {
/** Stations of a wave; the next begins when all of this one have come to an end. One wave when absent. */
readonly waveSize?: number;
readonly pauseBetweenWavesS?: number;
/** Stations that are worked on at the same time, at most; 50 when absent. */
readonly concurrency?: number;
/** How long a command may wait for a station that is away, s; without it such a station has failed. One that waits does not hold up its wave. */
readonly queueForS?: number;
/** The campaign stops when more percent of the stations so far have failed … */
readonly stopAtFailurePercent?: number;
/** … of at least so many; 1 when absent. */
readonly stopAfterStations?: number;
};

export type CampaignPage = {
readonly items: readonly Campaign[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type CampaignStep = {
/** An action of 2.1. */
readonly command: 'CancelReservation' | 'CertificateSigned' | 'ChangeAvailability' | 'ClearCache' | 'ClearChargingProfile' | 'ClearDisplayMessage' | 'ClearVariableMonitoring' | 'CostUpdated' | 'CustomerInformation' | 'DataTransfer' | 'DeleteCertificate' | 'GetBaseReport' | 'GetChargingProfiles' | 'GetCompositeSchedule' | 'GetDisplayMessages' | 'GetInstalledCertificateIds' | 'GetLocalListVersion' | 'GetLog' | 'GetMonitoringReport' | 'GetReport' | 'GetTransactionStatus' | 'GetVariables' | 'InstallCertificate' | 'PublishFirmware' | 'RequestStartTransaction' | 'RequestStopTransaction' | 'ReserveNow' | 'Reset' | 'SendLocalList' | 'SetChargingProfile' | 'SetDisplayMessage' | 'SetMonitoringBase' | 'SetMonitoringLevel' | 'SetNetworkProfile' | 'SetVariableMonitoring' | 'SetVariables' | 'TriggerMessage' | 'UnlockConnector' | 'UnpublishFirmware' | 'UpdateFirmware' | 'AdjustPeriodicEventStream' | 'AFRRSignal' | 'ChangeTransactionTariff' | 'ClearDERControl' | 'ClearTariffs' | 'GetDERControl' | 'GetPeriodicEventStream' | 'GetTariffs' | 'NotifyAllowedEnergyTransfer' | 'NotifyWebPaymentStarted' | 'RequestBatterySwap' | 'SetDefaultTariff' | 'SetDERControl' | 'UpdateDynamicSchedule' | 'UsePriorityCharging';
/** In the words of 2.1, as the route of the command takes it. */
readonly request: unknown;
/** How long to wait for an answer, s. */
readonly timeoutS?: number;
/** What must happen after the station said yes, for the step to have succeeded; without it the answer decides. */
readonly until?: 'firmwareInstalled';
/** How long that may take, s; an hour when absent. */
readonly untilTimeoutS?: number;
};

export type CampaignTarget = {
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** From 1. */
readonly wave: number;
readonly state: 'pending' | 'active' | 'waiting' | 'awaiting' | 'succeeded' | 'failed' | 'skipped';
/** The step that it is at, from 1. */
readonly step: number;
/** The record of its last command. */
readonly commandId?: number;
/** Why it failed, in plain words. */
readonly cause?: string;
/** When that changed. */
readonly updatedAt: string;
};

export type CampaignTargetPage = {
readonly items: readonly CampaignTarget[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type CancelReservationRequest = {
readonly reservationId: number;
readonly customData?: CustomDataType;
};

export type CancelReservationResponse = {
readonly status: CancelReservationStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type CancelReservationStatusEnumType = 'Accepted' | 'Rejected';

export type Cdr = {
/** From 1, without holes. */
readonly number: number;
/** When it was sealed. */
readonly sealedAt: string;
/** Number of the record that has replaced it. */
readonly supersededBy?: number;
/** SHA-256 of the hash before it, a line feed and the canonical JSON of `content`. */
readonly hash: string;
readonly previousHash: string;
readonly content: {
readonly format: 'northbound-cdr-1';
/** By which rules the ledger was read. Absent in records of before rules were counted. */
readonly rules?: number;
/** From 1, without holes. */
readonly number: number;
/** Number of the record that this one replaces: the ledger has learnt more. */
readonly supersedes?: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** The id on the wire. */
readonly transactionId: string;
/** Key in this CSMS, unique over all stations. */
readonly transaction: number;
readonly version: string;
/** EVSE number, from 1. */
readonly evseId?: number;
/** Connector number, from 1. */
readonly connectorId?: number;
readonly idToken?: string;
readonly idTokenType?: string;
/** When it started. */
readonly startedAt: string;
/** When it was over. */
readonly endedAt: string;
/** Seconds from start to end. */
readonly durationS: number;
readonly stoppedReason?: string;
/** Why it is over although no Ended came: another began on its EVSE, its station knows nothing of it, its station has booted and not gone on, it was silent for too long, or an operator closed it. */
readonly closedBy?: 'superseded' | 'deniedByStation' | 'rebooted' | 'silent' | 'operator';
/** Energy register at the start, Wh. */
readonly meterStartWh?: number;
/** Energy register at the end, Wh. */
readonly meterEndWh?: number;
/** Energy delivered, Wh. */
readonly energyWh?: number;
/** Energy that flowed back, Wh. */
readonly exportedWh?: number;
readonly signatures?: {
/** What came of checking a signed meter value. */
readonly state: 'verified' | 'notVerifiable' | 'invalid';
readonly count: number;
readonly verified: number;
readonly invalid: number;
};
/** How much of the ledger it tells, in the order in which it came. */
readonly ledger: {
readonly events: number;
readonly decisions: number;
};
/** Sequence numbers that never came. */
readonly lostSeqNos: readonly (readonly [number, number])[];
readonly doubts: readonly Inference[];
};
};

export type CdrEvent = {
readonly type: 'cdr';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly cdr: Cdr;
};

export type CdrPage = {
readonly items: readonly Cdr[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type CdrVerification = {
readonly number: number;
/** Whether the ledger gives the same bytes again. */
readonly contentMatches: boolean;
/** Whether its hash fits its content and the record before it. */
readonly hashMatches: boolean;
/** It was sealed by rules that are no longer those of this CSMS, and the ledger gives other bytes by ours: that proves nothing. */
readonly olderRules?: boolean;
};

export type CertificateHashDataChainType = {
readonly certificateHashData: CertificateHashDataType;
readonly certificateType: GetCertificateIdUseEnumType;
readonly childCertificateHashData?: readonly CertificateHashDataType[];
readonly customData?: CustomDataType;
};

export type CertificateHashDataType = {
readonly hashAlgorithm: HashAlgorithmEnumType;
readonly issuerNameHash: string;
readonly issuerKeyHash: string;
readonly serialNumber: string;
readonly customData?: CustomDataType;
};

export type CertificateSignedRequest = {
readonly certificateChain: string;
readonly certificateType?: CertificateSigningUseEnumType;
readonly requestId?: number;
readonly customData?: CustomDataType;
};

export type CertificateSignedResponse = {
readonly status: CertificateSignedStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type CertificateSignedStatusEnumType = 'Accepted' | 'Rejected';

export type CertificateSigningUseEnumType = 'ChargingStationCertificate' | 'V2GCertificate' | 'V2G20Certificate';

export type ChangeAvailabilityRequest = {
readonly evse?: EVSEType;
readonly operationalStatus: OperationalStatusEnumType;
readonly customData?: CustomDataType;
};

export type ChangeAvailabilityResponse = {
readonly status: ChangeAvailabilityStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type ChangeAvailabilityStatusEnumType = 'Accepted' | 'Rejected' | 'Scheduled';

export type ChangeTransactionTariffRequest = {
readonly tariff: TariffType;
readonly transactionId: string;
readonly customData?: CustomDataType;
};

export type ChangeTransactionTariffResponse = {
readonly status: TariffChangeStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type ChargingLimit = {
/** EVSE number; 0 is the station as a whole. */
readonly evseId: number;
/** OCPP 2.1 ChargingLimitSourceEnumStringType. */
readonly source: string;
readonly isGridCritical?: boolean;
readonly isLocalGeneration?: boolean;
/** As they came; empty when they were not told. */
readonly schedules: readonly unknown[];
/** When the station told it. */
readonly since: string;
};

export type ChargingNeeds = {
/** Of the notice that holds the message as it came. */
readonly id: number;
/** When it happened, if the message says so; else when it came. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
/** EVSE number, from 1. */
readonly evseId: number;
/** OCPP 2.1 EnergyTransferModeEnumType. */
readonly requestedEnergyTransfer: 'DC' | 'AC_single_phase' | 'AC_two_phase' | 'AC_three_phase' | 'AC_BPT' | 'AC_BPT_DER' | 'AC_DER' | 'DC_BPT' | 'DC_ACDP' | 'DC_ACDP_BPT' | 'WPT';
/** Of 2.1. */
readonly availableEnergyTransfer?: readonly ('DC' | 'AC_single_phase' | 'AC_two_phase' | 'AC_three_phase' | 'AC_BPT' | 'AC_BPT_DER' | 'AC_DER' | 'DC_BPT' | 'DC_ACDP' | 'DC_ACDP_BPT' | 'WPT')[];
/** When the vehicle wants to leave. */
readonly departureTime?: string;
readonly maxScheduleTuples?: number;
/** V2XChargingParametersType of a vehicle that can give energy back. */
readonly v2xChargingParameters?: unknown;
/** DERChargingParametersType of a vehicle that supports the grid. */
readonly derChargingParameters?: unknown;
/** ChargingNeedsType as it came. */
readonly chargingNeeds: unknown;
/** What the vehicle then planned, if it said so. */
readonly schedule?: {
/** Of the notice that holds the message as it came. */
readonly id: number;
/** When it happened, if the message says so; else when it came. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
readonly selectedChargingScheduleId?: number;
readonly powerToleranceAcceptance?: boolean;
/** ChargingScheduleType as it came; its periods count from `at`. */
readonly chargingSchedule: unknown;
};
};

export type ChargingProfileCriterionType = {
readonly chargingProfilePurpose?: ChargingProfilePurposeEnumType;
readonly stackLevel?: number;
readonly chargingProfileId?: readonly number[];
readonly chargingLimitSource?: readonly string[];
readonly customData?: CustomDataType;
};

export type ChargingProfileKindEnumType = 'Absolute' | 'Recurring' | 'Relative' | 'Dynamic';

export type ChargingProfilePurposeEnumType = 'ChargingStationExternalConstraints' | 'ChargingStationMaxProfile' | 'TxDefaultProfile' | 'TxProfile' | 'PriorityCharging' | 'LocalGeneration';

export type ChargingProfileStatusEnumType = 'Accepted' | 'Rejected';

export type ChargingProfileType = {
readonly id: number;
readonly stackLevel: number;
readonly chargingProfilePurpose: ChargingProfilePurposeEnumType;
readonly chargingProfileKind: ChargingProfileKindEnumType;
readonly recurrencyKind?: RecurrencyKindEnumType;
readonly validFrom?: string;
readonly validTo?: string;
readonly transactionId?: string;
readonly maxOfflineDuration?: number;
readonly chargingSchedule: readonly ChargingScheduleType[];
readonly invalidAfterOfflineDuration?: boolean;
readonly dynUpdateInterval?: number;
readonly dynUpdateTime?: string;
readonly priceScheduleSignature?: string;
readonly customData?: CustomDataType;
};

export type ChargingRateUnitEnumType = 'W' | 'A';

export type ChargingSchedulePeriodType = {
readonly startPeriod: number;
readonly limit?: number;
readonly limit_L2?: number;
readonly limit_L3?: number;
readonly numberPhases?: 0 | 1 | 2 | 3;
readonly phaseToUse?: 0 | 1 | 2 | 3;
readonly dischargeLimit?: number;
readonly dischargeLimit_L2?: number;
readonly dischargeLimit_L3?: number;
readonly setpoint?: number;
readonly setpoint_L2?: number;
readonly setpoint_L3?: number;
readonly setpointReactive?: number;
readonly setpointReactive_L2?: number;
readonly setpointReactive_L3?: number;
readonly preconditioningRequest?: boolean;
readonly evseSleep?: boolean;
readonly v2xBaseline?: number;
readonly operationMode?: OperationModeEnumType;
readonly v2xFreqWattCurve?: readonly V2XFreqWattPointType[];
readonly v2xSignalWattCurve?: readonly V2XSignalWattPointType[];
readonly customData?: CustomDataType;
};

export type ChargingScheduleType = {
readonly id: number;
readonly limitAtSoC?: LimitAtSoCType;
readonly startSchedule?: string;
readonly duration?: number;
readonly chargingRateUnit: ChargingRateUnitEnumType;
readonly minChargingRate?: number;
readonly powerTolerance?: number;
readonly signatureId?: number;
readonly digestValue?: string;
readonly useLocalTime?: boolean;
readonly chargingSchedulePeriod: readonly ChargingSchedulePeriodType[];
readonly randomizedDelay?: number;
readonly salesTariff?: SalesTariffType;
readonly absolutePriceSchedule?: AbsolutePriceScheduleType;
readonly priceLevelSchedule?: PriceLevelScheduleType;
readonly customData?: CustomDataType;
};

export type ChargingScheduleUpdateType = {
readonly limit?: number;
readonly limit_L2?: number;
readonly limit_L3?: number;
readonly dischargeLimit?: number;
readonly dischargeLimit_L2?: number;
readonly dischargeLimit_L3?: number;
readonly setpoint?: number;
readonly setpoint_L2?: number;
readonly setpoint_L3?: number;
readonly setpointReactive?: number;
readonly setpointReactive_L2?: number;
readonly setpointReactive_L3?: number;
readonly customData?: CustomDataType;
};

export type ClearCacheRequest = {
readonly customData?: CustomDataType;
};

export type ClearCacheResponse = {
readonly status: ClearCacheStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type ClearCacheStatusEnumType = 'Accepted' | 'Rejected';

export type ClearChargingProfileRequest = {
readonly chargingProfileId?: number;
readonly chargingProfileCriteria?: ClearChargingProfileType;
readonly customData?: CustomDataType;
};

export type ClearChargingProfileResponse = {
readonly status: ClearChargingProfileStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type ClearChargingProfileStatusEnumType = 'Accepted' | 'Unknown';

export type ClearChargingProfileType = {
readonly evseId?: number;
readonly chargingProfilePurpose?: ChargingProfilePurposeEnumType;
readonly stackLevel?: number;
readonly customData?: CustomDataType;
};

export type ClearDERControlRequest = {
readonly isDefault: boolean;
readonly controlType?: DERControlEnumType;
readonly controlId?: string;
readonly customData?: CustomDataType;
};

export type ClearDERControlResponse = {
readonly status: DERControlStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type ClearDisplayMessageRequest = {
readonly id: number;
readonly customData?: CustomDataType;
};

export type ClearDisplayMessageResponse = {
readonly status: ClearMessageStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type ClearMessageStatusEnumType = 'Accepted' | 'Unknown' | 'Rejected';

export type ClearMonitoringResultType = {
readonly status: ClearMonitoringStatusEnumType;
readonly id: number;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type ClearMonitoringStatusEnumType = 'Accepted' | 'Rejected' | 'NotFound';

export type ClearTariffsRequest = {
readonly tariffIds?: readonly string[];
readonly evseId?: number;
readonly customData?: CustomDataType;
};

export type ClearTariffsResponse = {
readonly clearTariffsResult: readonly ClearTariffsResultType[];
readonly customData?: CustomDataType;
};

export type ClearTariffsResultType = {
readonly statusInfo?: StatusInfoType;
readonly tariffId?: string;
readonly status: TariffClearStatusEnumType;
readonly customData?: CustomDataType;
};

export type ClearVariableMonitoringRequest = {
readonly id: readonly number[];
readonly customData?: CustomDataType;
};

export type ClearVariableMonitoringResponse = {
readonly clearMonitoringResult: readonly ClearMonitoringResultType[];
readonly customData?: CustomDataType;
};

export type Command = {
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** The action, of 2.1 or of `callVersion`. */
readonly command: string;
/** The version whose words `command`, `request` and `answer` are; absent for those of 2.1, whatever the station speaks. */
readonly callVersion?: '1.6' | '2.0.1' | '2.1';
readonly request: unknown;
/** Who gave it: a key, a person, or a part of the CSMS. */
readonly by: string;
/** The campaign it is a part of. */
readonly campaignId?: number;
/** When it was given. */
readonly requestedAt: string;
/** How long an answer is waited for, in seconds. */
readonly timeoutS: number;
/** Until when it may wait for its station. */
readonly expiresAt?: string;
/** `queued`: waits for its station. `sent`: no answer yet. `answered`: see `accepted`. `refused`: a CALLERROR. `notSent`, `expired`, `cancelled`: never left. `unknown`: sent, and nobody knows. */
readonly state: 'queued' | 'sent' | 'answered' | 'refused' | 'invalidAnswer' | 'timedOut' | 'answeredLate' | 'expired' | 'cancelled' | 'notSent' | 'unknown';
/** When it was sent, the last time. */
readonly sentAt?: string;
/** When it came to its end. */
readonly settledAt?: string;
/** In the words of `request`. */
readonly answer?: unknown;
/** Whether the answer says yes. */
readonly accepted?: boolean;
/** Why not, in plain words. */
readonly cause?: string;
/** What went over the wire. */
readonly messages: readonly SentMessage[];
};

export type CommandAnswer = {
readonly outcome: 'answered';
/** The station's answer, in its own OCPP version. It may say no: see its status. */
readonly payload: unknown;
};

export type CommandEvent = {
readonly type: 'command';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly command: Command;
};

export type CommandPage = {
readonly items: readonly Command[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type CommandResult = {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
/** In the words of 2.1, whatever the station speaks. */
readonly answer: unknown;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
};

export type ComponentCriterionEnumType = 'Active' | 'Available' | 'Enabled' | 'Problem';

export type ComponentType = {
readonly evse?: EVSEType;
readonly name: string;
readonly instance?: string;
readonly customData?: CustomDataType;
};

export type ComponentVariableType = {
readonly component: ComponentType;
readonly variable?: VariableType;
readonly customData?: CustomDataType;
};

export type CompositeScheduleType = {
readonly evseId: number;
readonly duration: number;
readonly scheduleStart: string;
readonly chargingRateUnit: ChargingRateUnitEnumType;
readonly chargingSchedulePeriod: readonly ChargingSchedulePeriodType[];
readonly customData?: CustomDataType;
};

export type ConcurrencyRule = {
/** Whether the rule is about one token or about all tokens of a group together. */
readonly scope: 'token' | 'group';
/** The token or the group, whatever its case. */
readonly id: string;
/** Transactions at once. */
readonly max: number;
};

export type ConcurrencyRules = {
readonly items: readonly ConcurrencyRule[];
};

export type Connector = {
/** Connector number, from 1. */
readonly connectorId: number;
/** OCPP 2.1 ConnectorStatusEnumType. */
readonly availabilityState: 'Available' | 'Occupied' | 'Reserved' | 'Unavailable' | 'Faulted';
/** What a 1.6 station called it. */
readonly reportedStatus?: string;
readonly errorCode?: string;
/** When the station said so. */
readonly updatedAt: string;
};

export type ConstantStreamDataType = {
readonly id: number;
readonly params: PeriodicEventStreamParamsType;
readonly variableMonitoringId: number;
readonly customData?: CustomDataType;
};

export type ConsumptionCostType = {
readonly startValue: number;
readonly cost: readonly CostType[];
readonly customData?: CustomDataType;
};

export type ContractCertificateRequest = {
/** Of the notice that holds the message as it came. */
readonly id: number;
/** When it happened, if the message says so; else when it came. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
readonly action: 'Install' | 'Update';
readonly iso15118SchemaVersion: string;
/** Of the vehicle, EXI in Base64. */
readonly exiRequest: string;
readonly maximumContractCertificateChains?: number;
readonly prioritizedEMAIDs?: readonly string[];
};

export type ContractCertificateRequestPage = {
readonly items: readonly ContractCertificateRequest[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type CostKindEnumType = 'CarbonDioxideEmission' | 'RelativePricePercentage' | 'RenewableGenerationPercentage';

export type CostType = {
readonly costKind: CostKindEnumType;
readonly amount: number;
readonly amountMultiplier?: number;
readonly customData?: CustomDataType;
};

export type CostUpdatedRequest = {
readonly totalCost: number;
readonly transactionId: string;
readonly customData?: CustomDataType;
};

export type CostUpdatedResponse = {
readonly customData?: CustomDataType;
};

export type CustomDataType = {
readonly vendorId: string;
};

export type CustomerInformation = {
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** What the station holds of the customer; empty when nothing. */
readonly text: string;
/** When all of it had come; absent while more is to come. */
readonly completedAt?: string;
};

export type CustomerInformationRequest = {
readonly customerCertificate?: CertificateHashDataType;
readonly idToken?: IdTokenType;
/** A number that the CSMS fills in when it is absent. */
readonly requestId?: number;
readonly report: boolean;
readonly clear: boolean;
readonly customerIdentifier?: string;
readonly customData?: CustomDataType;
};

export type CustomerInformationResponse = {
readonly status: CustomerInformationStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type CustomerInformationStatusEnumType = 'Accepted' | 'Rejected' | 'Invalid';

export type DERControlEnumType = 'EnterService' | 'FreqDroop' | 'FreqWatt' | 'FixedPFAbsorb' | 'FixedPFInject' | 'FixedVar' | 'Gradients' | 'HFMustTrip' | 'HFMayTrip' | 'HVMustTrip' | 'HVMomCess' | 'HVMayTrip' | 'LimitMaxDischarge' | 'LFMustTrip' | 'LVMustTrip' | 'LVMomCess' | 'LVMayTrip' | 'PowerMonitoringMustTrip' | 'VoltVar' | 'VoltWatt' | 'WattPF' | 'WattVar';

export type DERControlStatusEnumType = 'Accepted' | 'Rejected' | 'NotSupported' | 'NotFound';

export type DERCurvePointsType = {
readonly x: number;
readonly y: number;
readonly customData?: CustomDataType;
};

export type DERCurveType = {
readonly curveData: readonly DERCurvePointsType[];
readonly hysteresis?: HysteresisType;
readonly priority: number;
readonly reactivePowerParams?: ReactivePowerParamsType;
readonly voltageParams?: VoltageParamsType;
readonly yUnit: DERUnitEnumType;
readonly responseTime?: number;
readonly startTime?: string;
readonly duration?: number;
readonly customData?: CustomDataType;
};

export type DERUnitEnumType = 'Not_Applicable' | 'PctMaxW' | 'PctMaxVar' | 'PctWAvail' | 'PctVarAvail' | 'PctEffectiveV';

export type DataTransferRequest = {
readonly messageId?: string;
readonly data?: unknown;
readonly vendorId: string;
readonly customData?: CustomDataType;
};

export type DataTransferResponse = {
readonly status: DataTransferStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly data?: unknown;
readonly customData?: CustomDataType;
};

export type DataTransferStatusEnumType = 'Accepted' | 'Rejected' | 'UnknownMessageId' | 'UnknownVendorId';

export type DayOfWeekEnumType = 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday' | 'Sunday';

export type DeleteCertificateRequest = {
readonly certificateHashData: CertificateHashDataType;
readonly customData?: CustomDataType;
};

export type DeleteCertificateResponse = {
readonly status: DeleteCertificateStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type DeleteCertificateStatusEnumType = 'Accepted' | 'Failed' | 'NotFound';

export type DerControls = {
/** When the report was complete; absent before the first. */
readonly reportedAt?: string;
readonly items: readonly ({
/** The field of ReportDERControl. */
readonly kind: string;
/** As the station reported it. */
readonly control: unknown;
})[];
};

export type DesiredAvailability = {
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** EVSE number; 0 is the station as a whole. */
readonly evseId: number;
/** Every connector of the EVSE when absent. */
readonly connectorId?: number;
/** OCPP 2.1 OperationalStatusEnumType. */
readonly desired: 'Operative' | 'Inoperative';
/** The maintenance window that wants it so. */
readonly window?: number;
/** Accepted, Scheduled or Rejected; or why it could not be asked. */
readonly answer?: string;
/** When. */
readonly answeredAt?: string;
/** What the station reports there now, for each connector. */
readonly reported: readonly ('Available' | 'Occupied' | 'Reserved' | 'Unavailable' | 'Faulted')[];
/** Whether the report contradicts the wish, although the station said yes. */
readonly drift: boolean;
};

export type DesiredMonitor = {
readonly id: number;
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** Name of the variable. */
readonly variable: string;
/** Instance of the variable. */
readonly variableInstance?: string;
/** MonitorEnumType; the last two are of 2.1. */
readonly type: 'UpperThreshold' | 'LowerThreshold' | 'Delta' | 'Periodic' | 'PeriodicClockAligned' | 'TargetDelta' | 'TargetDeltaRelative';
/** Threshold, delta, or seconds of a periodic one. */
readonly value: number;
/** 0 danger … 5 alert … 9 debug. */
readonly severity: number;
readonly transaction: boolean;
/** 2.1: send its values in a stream, every so many seconds. */
readonly streamIntervalS?: number;
/** 2.1: send its values in a stream, so many together. */
readonly streamValues?: number;
/** Who wants it. */
readonly by: string;
/** When it was wanted. */
readonly setAt: string;
readonly status: 'Waiting' | 'Removing' | 'Accepted' | 'UnknownComponent' | 'UnknownVariable' | 'UnsupportedMonitorType' | 'Rejected' | 'Duplicate' | 'Refused';
/** The same in plain words. */
readonly statusText: string;
readonly reason?: string;
/** The station's number. */
readonly monitorId?: number;
};

export type DesiredMonitorInput = {
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** Name of the variable. */
readonly variable: string;
/** Instance of the variable. */
readonly variableInstance?: string;
/** MonitorEnumType; the last two are of 2.1. */
readonly type: 'UpperThreshold' | 'LowerThreshold' | 'Delta' | 'Periodic' | 'PeriodicClockAligned' | 'TargetDelta' | 'TargetDeltaRelative';
/** Threshold, delta, or seconds of a periodic one. */
readonly value: number;
/** 0 danger … 5 alert … 9 debug. */
readonly severity: number;
/** Whether it shall watch during transactions only. */
readonly transaction: boolean;
/** 2.1: send its values in a stream, every so many seconds. */
readonly streamIntervalS?: number;
/** 2.1: send its values in a stream, so many together. */
readonly streamValues?: number;
};

export type DesiredValue = {
readonly value: string;
/** The name of the key or the template that wants it. */
readonly by: string;
/** Absent when it is for this station alone. */
readonly templateId?: number;
/** When it was wanted. */
readonly setAt: string;
/** What came of it: SetVariableStatusEnumType, or a word of this CSMS. */
readonly status: 'Waiting' | 'Accepted' | 'RebootRequired' | 'Rejected' | 'UnknownComponent' | 'UnknownVariable' | 'NotSupportedAttributeType' | 'NotSupported' | 'Refused' | 'NotSettable';
/** The same in plain words. */
readonly statusText: string;
/** What the station added. */
readonly reason?: string;
/** When the station answered to it last. */
readonly attemptedAt?: string;
};

export type DeviceEvent = {
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** When it happened, as the station says. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
/** The station's own number. */
readonly eventId?: number;
readonly component: string;
readonly componentInstance?: string;
readonly evseId?: number;
readonly connectorId?: number;
readonly variable: string;
readonly variableInstance?: string;
readonly value: string;
/** Why it was told. */
readonly trigger?: 'Alerting' | 'Delta' | 'Periodic';
/** OCPP 2.1 EventNotificationEnumType. */
readonly notificationType?: 'HardWiredNotification' | 'HardWiredMonitor' | 'PreconfiguredMonitor' | 'CustomMonitor';
/** Back to normal. */
readonly cleared?: boolean;
/** 0 (danger) to 9 (debug). */
readonly severity?: number;
/** `eventId` of the event that caused it. */
readonly cause?: number;
readonly transactionId?: string;
readonly techCode?: string;
readonly techInfo?: string;
/** The monitor that fired. */
readonly monitorId?: number;
};

export type DeviceEventPage = {
readonly items: readonly DeviceEvent[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type DeviceEventsEvent = {
readonly type: 'deviceEvents';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** Events that have come. */
readonly count: number;
};

export type DeviceModelEvent = {
readonly type: 'deviceModel';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** Variables that are other ones. */
readonly changes: number;
};

export type DisplayMessageStatusEnumType = 'Accepted' | 'NotSupportedMessageFormat' | 'Rejected' | 'NotSupportedPriority' | 'NotSupportedState' | 'UnknownTransaction' | 'LanguageNotSupported';

export type DisplayMessages = {
/** When the report was complete; absent before the first. */
readonly reportedAt?: string;
readonly items: readonly unknown[];
};

export type EVSEType = {
readonly id: number;
readonly connectorId?: number;
readonly customData?: CustomDataType;
};

export type EnergyTransferModeEnumType = 'AC_single_phase' | 'AC_two_phase' | 'AC_three_phase' | 'DC' | 'AC_BPT' | 'AC_BPT_DER' | 'AC_DER' | 'DC_BPT' | 'DC_ACDP' | 'DC_ACDP_BPT' | 'WPT';

export type EnterServiceType = {
readonly priority: number;
readonly highVoltage: number;
readonly lowVoltage: number;
readonly highFreq: number;
readonly lowFreq: number;
readonly delay?: number;
readonly randomDelay?: number;
readonly rampRate?: number;
readonly customData?: CustomDataType;
};

export type EventStream = {
readonly streamId: number;
readonly monitorId: number;
readonly watched?: {
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** Name of the variable. */
readonly variable: string;
/** Instance of the variable. */
readonly variableInstance?: string;
};
readonly intervalS?: number;
readonly values?: number;
/** When the station opened it. */
readonly openedAt: string;
/** When the station closed it. */
readonly closedAt?: string;
/** Values that waited at the station when its last message was sent. */
readonly pending: number;
};

export type EventStreamSamples = {
/** When the message came. */
readonly receivedAt: string;
readonly samples: readonly ({
/** When it was measured. */
readonly at: string;
readonly value: string;
})[];
};

export type EventStreamSamplesPage = {
readonly items: readonly EventStreamSamples[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type Evse = {
/** EVSE number, from 1. */
readonly evseId: number;
readonly connectors: readonly Connector[];
readonly activeTransaction?: Transaction;
};

export type EvseKindEnumType = 'AC' | 'DC';

export type EvseStructure = {
readonly evseId: number;
/** What it is known from. */
readonly knownFrom: readonly ('deviceModel' | 'status' | 'transactions' | 'configuration')[];
/** The most it can deliver, W. */
readonly maxPowerW?: number;
readonly supplyPhases?: number;
readonly connectors: readonly ({
readonly connectorId: number;
readonly connectorType?: string;
})[];
};

export type File = {
readonly id: number;
readonly kind: 'Firmware' | 'Log';
readonly name: string;
/** Whether it is here: not yet, a part of it, whole, or not any more. */
readonly state: 'Expected' | 'Partial' | 'Ready' | 'Gone';
/** What of it is here, in bytes. */
readonly sizeBytes?: number;
/** Hexadecimal, once it is ready. */
readonly sha256?: string;
/** When it was asked for. */
readonly createdAt: string;
/** When it was here whole. */
readonly readyAt?: string;
/** When it is removed; kept until somebody does when absent. */
readonly keepUntil?: string;
};

export type FirmwareImage = {
readonly id: number;
/** As stations report it when they boot with it. */
readonly version: string;
readonly vendor?: string;
readonly model?: string;
/** Where it lies; its bytes are sent here when absent. */
readonly url?: string;
/** Base64; makes the update a signed one. */
readonly signature?: string;
/** PEM. */
readonly signingCertificate?: string;
/** For people. */
readonly note?: string;
readonly file?: File;
/** When it was registered. */
readonly createdAt: string;
};

export type FirmwareImagePage = {
readonly items: readonly FirmwareImage[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type FirmwareRequest = {
readonly firmware: {
readonly location: string;
/** From when it may be fetched. */
readonly retrieveDateTime: string;
readonly signature?: string;
readonly signingCertificate?: string;
};
};

export type FirmwareType = {
readonly location: string;
readonly retrieveDateTime: string;
readonly installDateTime?: string;
readonly signingCertificate?: string;
readonly signature?: string;
readonly customData?: CustomDataType;
};

export type FirmwareUpdate = {
/** The requestId on the wire. */
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** The image, when it is one of this CSMS. */
readonly imageId?: number;
/** How far it is, or how it ended. */
readonly state: 'Requested' | 'Refused' | 'Running' | 'Installed' | 'Confirmed' | 'Failed' | 'Superseded';
/** What the station said last. */
readonly status?: string;
/** Why it is so. */
readonly detail?: string;
readonly versionBefore?: string;
/** What it booted with afterwards. */
readonly versionAfter?: string;
/** When it was asked for. */
readonly createdAt: string;
/** When something changed. */
readonly changedAt: string;
};

export type FirmwareUpdateEvent = {
readonly type: 'firmwareUpdate';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly update: FirmwareUpdate;
};

export type FirmwareUpdatePage = {
readonly items: readonly FirmwareUpdate[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type FixedPFType = {
readonly priority: number;
readonly displacement: number;
readonly excitation: boolean;
readonly startTime?: string;
readonly duration?: number;
readonly customData?: CustomDataType;
};

export type FixedVarType = {
readonly priority: number;
readonly setpoint: number;
readonly unit: DERUnitEnumType;
readonly startTime?: string;
readonly duration?: number;
readonly customData?: CustomDataType;
};

export type Frame = {
/** No frame, but news of the connection, or with a `messageId` of a frame stored before. */
readonly note?: boolean;
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** When it was received or sent. */
readonly at: string;
/** Seen from the CSMS. */
readonly direction: 'in' | 'out';
readonly messageType?: 'CALL' | 'CALLRESULT' | 'CALLERROR' | 'CALLRESULTERROR' | 'SEND';
readonly messageId?: string;
/** Of an answer: the action it answers. */
readonly action?: string;
/** The frame as it was on the wire, cut after 64 KiB. */
readonly text: string;
/** What was wrong with it, or what was tolerated. */
readonly verdict?: string;
};

export type FrameEvent = {
readonly type: 'frame';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly frame: Frame;
};

export type FramePage = {
readonly items: readonly Frame[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type FreqDroopType = {
readonly priority: number;
readonly overFreq: number;
readonly underFreq: number;
readonly overDroop: number;
readonly underDroop: number;
readonly responseTime: number;
readonly startTime?: string;
readonly duration?: number;
readonly customData?: CustomDataType;
};

export type GenericDeviceModelStatusEnumType = 'Accepted' | 'Rejected' | 'NotSupported' | 'EmptyResultSet';

export type GenericStatusEnumType = 'Accepted' | 'Rejected';

export type GetBaseReportRequest = {
/** A number that the CSMS fills in when it is absent. */
readonly requestId?: number;
readonly reportBase: ReportBaseEnumType;
readonly customData?: CustomDataType;
};

export type GetBaseReportResponse = {
readonly status: GenericDeviceModelStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type GetCertificateIdUseEnumType = 'V2GRootCertificate' | 'MORootCertificate' | 'CSMSRootCertificate' | 'V2GCertificateChain' | 'ManufacturerRootCertificate' | 'OEMRootCertificate';

export type GetChargingProfileStatusEnumType = 'Accepted' | 'NoProfiles';

export type GetChargingProfilesRequest = {
/** A number that the CSMS fills in when it is absent. */
readonly requestId?: number;
readonly evseId?: number;
readonly chargingProfile: ChargingProfileCriterionType;
readonly customData?: CustomDataType;
};

export type GetChargingProfilesResponse = {
readonly status: GetChargingProfileStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type GetCompositeScheduleRequest = {
readonly duration: number;
readonly chargingRateUnit?: ChargingRateUnitEnumType;
readonly evseId: number;
readonly customData?: CustomDataType;
};

export type GetCompositeScheduleResponse = {
readonly status: GenericStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly schedule?: CompositeScheduleType;
readonly customData?: CustomDataType;
};

export type GetDERControlRequest = {
/** A number that the CSMS fills in when it is absent. */
readonly requestId?: number;
readonly isDefault?: boolean;
readonly controlType?: DERControlEnumType;
readonly controlId?: string;
readonly customData?: CustomDataType;
};

export type GetDERControlResponse = {
readonly status: DERControlStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type GetDisplayMessagesRequest = {
readonly id?: readonly number[];
/** A number that the CSMS fills in when it is absent. */
readonly requestId?: number;
readonly priority?: MessagePriorityEnumType;
readonly state?: MessageStateEnumType;
readonly customData?: CustomDataType;
};

export type GetDisplayMessagesResponse = {
readonly status: GetDisplayMessagesStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type GetDisplayMessagesStatusEnumType = 'Accepted' | 'Unknown';

export type GetInstalledCertificateIdsRequest = {
readonly certificateType?: readonly GetCertificateIdUseEnumType[];
readonly customData?: CustomDataType;
};

export type GetInstalledCertificateIdsResponse = {
readonly status: GetInstalledCertificateStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly certificateHashDataChain?: readonly CertificateHashDataChainType[];
readonly customData?: CustomDataType;
};

export type GetInstalledCertificateStatusEnumType = 'Accepted' | 'NotFound';

export type GetLocalListVersionRequest = {
readonly customData?: CustomDataType;
};

export type GetLocalListVersionResponse = {
readonly versionNumber: number;
readonly customData?: CustomDataType;
};

export type GetLogRequest = {
readonly log: LogParametersType;
readonly logType: LogEnumType;
/** A number that the CSMS fills in when it is absent. */
readonly requestId?: number;
readonly retries?: number;
readonly retryInterval?: number;
readonly customData?: CustomDataType;
};

export type GetLogResponse = {
readonly status: LogStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly filename?: string;
readonly customData?: CustomDataType;
};

export type GetMonitoringReportRequest = {
readonly componentVariable?: readonly ComponentVariableType[];
/** A number that the CSMS fills in when it is absent. */
readonly requestId?: number;
readonly monitoringCriteria?: readonly MonitoringCriterionEnumType[];
readonly customData?: CustomDataType;
};

export type GetMonitoringReportResponse = {
readonly status: GenericDeviceModelStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type GetPeriodicEventStreamRequest = {
readonly customData?: CustomDataType;
};

export type GetPeriodicEventStreamResponse = {
readonly constantStreamData?: readonly ConstantStreamDataType[];
readonly customData?: CustomDataType;
};

export type GetReportRequest = {
readonly componentVariable?: readonly ComponentVariableType[];
/** A number that the CSMS fills in when it is absent. */
readonly requestId?: number;
readonly componentCriteria?: readonly ComponentCriterionEnumType[];
readonly customData?: CustomDataType;
};

export type GetReportResponse = {
readonly status: GenericDeviceModelStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type GetTariffsRequest = {
readonly evseId: number;
readonly customData?: CustomDataType;
};

export type GetTariffsResponse = {
readonly status: TariffGetStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly tariffAssignments?: readonly TariffAssignmentType[];
readonly customData?: CustomDataType;
};

export type GetTransactionStatusRequest = {
readonly transactionId?: string;
readonly customData?: CustomDataType;
};

export type GetTransactionStatusResponse = {
readonly ongoingIndicator?: boolean;
readonly messagesInQueue: boolean;
readonly customData?: CustomDataType;
};

export type GetVariableDataType = {
readonly attributeType?: AttributeEnumType;
readonly component: ComponentType;
readonly variable: VariableType;
readonly customData?: CustomDataType;
};

export type GetVariableResultType = {
readonly attributeStatus: GetVariableStatusEnumType;
readonly attributeStatusInfo?: StatusInfoType;
readonly attributeType?: AttributeEnumType;
readonly attributeValue?: string;
readonly component: ComponentType;
readonly variable: VariableType;
readonly customData?: CustomDataType;
};

export type GetVariableStatusEnumType = 'Accepted' | 'Rejected' | 'UnknownComponent' | 'UnknownVariable' | 'NotSupportedAttributeType';

export type GetVariablesRequest = {
readonly getVariableData: readonly GetVariableDataType[];
readonly customData?: CustomDataType;
};

export type GetVariablesResponse = {
readonly getVariableResult: readonly GetVariableResultType[];
readonly customData?: CustomDataType;
};

export type GradientType = {
readonly priority: number;
readonly gradient: number;
readonly softGradient: number;
readonly customData?: CustomDataType;
};

export type GroupList = {
readonly items: readonly ({
/** A name that operators give: a site, a fleet, a pilot. */
readonly group: string;
/** How many stations are in it. */
readonly stations: number;
readonly site?: Site;
})[];
};

export type HashAlgorithmEnumType = 'SHA256' | 'SHA384' | 'SHA512';

export type Health = {
readonly status: 'ok';
};

export type HealthEvent = {
readonly type: 'health';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly health: StationHealth;
};

export type HysteresisType = {
readonly hysteresisHigh?: number;
readonly hysteresisLow?: number;
readonly hysteresisDelay?: number;
readonly hysteresisGradient?: number;
readonly customData?: CustomDataType;
};

export type IdTokenInfoType = {
readonly status: AuthorizationStatusEnumType;
readonly cacheExpiryDateTime?: string;
readonly chargingPriority?: number;
readonly groupIdToken?: IdTokenType;
readonly language1?: string;
readonly language2?: string;
readonly evseId?: readonly number[];
readonly personalMessage?: MessageContentType;
readonly customData?: CustomDataType;
};

export type IdTokenType = {
readonly additionalInfo?: readonly AdditionalInfoType[];
readonly idToken: string;
readonly type: string;
readonly customData?: CustomDataType;
};

/** Which reading of what the station said was taken, and what it could have been. */
export type Inference = {
readonly took: string;
readonly alternatives: readonly string[];
};

export type InstallCertificateRequest = {
readonly certificateType: InstallCertificateUseEnumType;
readonly certificate: string;
readonly customData?: CustomDataType;
};

export type InstallCertificateResponse = {
readonly status: InstallCertificateStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type InstallCertificateStatusEnumType = 'Accepted' | 'Rejected' | 'Failed';

export type InstallCertificateUseEnumType = 'V2GRootCertificate' | 'MORootCertificate' | 'ManufacturerRootCertificate' | 'CSMSRootCertificate' | 'OEMRootCertificate';

export type InstalledCertificates = {
readonly certificateType: 'V2GRootCertificate' | 'MORootCertificate' | 'CSMSRootCertificate' | 'V2GCertificateChain' | 'ManufacturerRootCertificate' | 'OEMRootCertificate';
/** When the station said it. */
readonly reportedAt: string;
/** Empty when it said that it has none. */
readonly certificates: readonly ({
readonly hashAlgorithm: 'SHA256' | 'SHA384' | 'SHA512';
readonly issuerNameHash: string;
readonly issuerKeyHash: string;
readonly serialNumber: string;
/** Of a chain: those below it. */
readonly children?: readonly ({
readonly hashAlgorithm: 'SHA256' | 'SHA384' | 'SHA512';
readonly issuerNameHash: string;
readonly issuerKeyHash: string;
readonly serialNumber: string;
})[];
})[];
};

export type InstalledProfiles = {
/** When the report was complete; absent before the first. */
readonly reportedAt?: string;
readonly items: readonly ({
readonly evseId: number;
readonly source: string;
/** ChargingProfileType of the station's version. */
readonly profile: unknown;
})[];
};

export type Invitation = {
readonly user: User;
/** Lets the person choose a password, once. It is shown this once and not stored; the console takes it at `/#invitation=…`. */
readonly invitation: string;
};

/** How long the books wait, and how long they keep what fills the disk. */
export type LedgerSettings = {
/** A connected station is asked about a transaction with gaps, or from before its boot, after so many seconds. */
readonly askAfterS: number;
/** What is missing of a transaction that is over is declared lost after so many seconds without an event. */
readonly gapsLostAfterS: number;
/** A station that has booted must tell of a transaction from before within so many seconds, or it is over. */
readonly rebootGraceS: number;
/** A transaction without an event for so many seconds is over, unless its station says otherwise. */
readonly silentAfterS: number;
/** A transaction that is over and complete is sealed after so many seconds without an event. */
readonly sealAfterS: number;
/** Frames are kept so many days; for ever when absent. */
readonly framesKeptDays?: number;
/** Meter values are kept so many days, registers and signed values of transactions for ever; all when absent. */
readonly meterValuesKeptDays?: number;
};

export type LimitAtSoCType = {
readonly soc: number;
readonly limit: number;
readonly customData?: CustomDataType;
};

export type LimitMaxDischargeType = {
readonly priority: number;
readonly pctMaxDischargePower?: number;
readonly powerMonitoringMustTrip?: DERCurveType;
readonly startTime?: string;
readonly duration?: number;
readonly customData?: CustomDataType;
};

export type LocalList = {
/** Name of the list. */
readonly name: string;
/** Which stations; or `group`. */
readonly stationIds?: readonly string[];
/** A group of stations; or `stationIds`. */
readonly group?: string;
/** Only tokens of these groups; every token when absent. */
readonly tokenGroups?: readonly string[];
/** Counts its contents. */
readonly version: number;
/** Tokens in it. */
readonly entries: number;
/** When its contents changed. */
readonly changedAt: string;
};

export type LocalListPage = {
readonly items: readonly LocalList[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type LogEnumType = 'DiagnosticsLog' | 'SecurityLog' | 'DataCollectorLog';

export type LogParametersType = {
readonly remoteLocation: string;
readonly oldestTimestamp?: string;
readonly latestTimestamp?: string;
readonly customData?: CustomDataType;
};

export type LogStatusEnumType = 'Accepted' | 'Rejected' | 'AcceptedCanceled';

export type MaintenanceWindow = {
readonly id: number;
/** Which stations; or `group`. */
readonly stationIds?: readonly string[];
/** A group of stations; or `stationIds`. */
readonly group?: string;
/** The whole station when absent. */
readonly evseId?: number;
/** When it begins. */
readonly startsAt: string;
/** When it ends. */
readonly endsAt: string;
/** For people. */
readonly reason?: string;
readonly state: 'Planned' | 'Open' | 'Closed' | 'Cancelled';
};

export type MaintenanceWindowPage = {
readonly items: readonly MaintenanceWindow[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type Me = {
/** A key, or a person who signed in. */
readonly kind: 'key' | 'user';
readonly name: string;
/** What the caller may do: read; send commands and change tokens too; or everything, keys and stations included. */
readonly role: 'viewer' | 'operator' | 'admin';
/** When this way in ends by itself. */
readonly expiresAt?: string;
/** The stations that it may see and command; with groups absent too, all. */
readonly stations?: readonly string[];
/** Groups whose stations it may see and command, whichever they are then. */
readonly groups?: readonly string[];
/** Of a session: to be sent as the header `X-CSRF-Token` with each change. */
readonly csrfToken?: string;
};

export type MessageContentType = {
readonly format: MessageFormatEnumType;
readonly language?: string;
readonly content: string;
readonly customData?: CustomDataType;
};

export type MessageFormatEnumType = 'ASCII' | 'HTML' | 'URI' | 'UTF8' | 'QRCODE';

export type MessageInfoType = {
readonly display?: ComponentType;
readonly id: number;
readonly priority: MessagePriorityEnumType;
readonly state?: MessageStateEnumType;
readonly startDateTime?: string;
readonly endDateTime?: string;
readonly transactionId?: string;
readonly message: MessageContentType;
readonly messageExtra?: readonly MessageContentType[];
readonly customData?: CustomDataType;
};

export type MessagePriorityEnumType = 'AlwaysFront' | 'InFront' | 'NormalCycle';

export type MessageStateEnumType = 'Charging' | 'Faulted' | 'Idle' | 'Unavailable' | 'Suspended' | 'Discharging';

export type MessageTriggerEnumType = 'BootNotification' | 'LogStatusNotification' | 'FirmwareStatusNotification' | 'Heartbeat' | 'MeterValues' | 'SignChargingStationCertificate' | 'SignV2GCertificate' | 'SignV2G20Certificate' | 'StatusNotification' | 'TransactionEvent' | 'SignCombinedCertificate' | 'PublishFirmwareStatusNotification' | 'CustomTrigger';

export type MeterKey = {
/** The EVSE; 0 for every meter of the station. */
readonly evseId: number;
/** `oca:base16:asn1:…`, base16 or base64 of its SubjectPublicKeyInfo, or PEM. One that comes with the data proves nothing until it stands here. */
readonly publicKey: string;
};

export type MeterKeys = {
readonly items: readonly MeterKey[];
};

export type MeterValue = {
/** When it was measured. */
readonly timestamp: string;
readonly context: string;
readonly measurand: string;
readonly phase?: string;
readonly location?: string;
/** In `unit`, multipliers and prefixes already applied. */
readonly value: number;
readonly unit: string;
};

export type MeterValues = {
readonly items: readonly MeterValue[];
};

export type MeterValuesEvent = {
readonly type: 'meterValues';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** Key in this CSMS, unique over all stations. */
readonly transaction?: number;
/** EVSE number, from 1. */
readonly evseId?: number;
readonly values: readonly MeterValue[];
};

export type ModelReport = {
readonly id: number;
readonly stationId: string;
/** What it tells of; Configuration is that of a 1.6 station. */
readonly kind: 'FullInventory' | 'ConfigurationInventory' | 'SummaryInventory' | 'Custom' | 'Configuration' | 'Monitoring';
/** As on the wire. */
readonly requestId: number;
/** What was asked beside its kind. */
readonly request?: unknown;
/** Absent when pages came that nobody had asked for here. */
readonly askedBy?: string;
/** When it was asked for, or its first page came. */
readonly startedAt: string;
/** Incomplete: pages are missing, and none has come for five minutes. */
readonly status: 'Asked' | 'Receiving' | 'Complete' | 'Incomplete' | 'Empty' | 'Refused' | 'Failed';
readonly reason?: string;
/** Pages that have come. */
readonly pages: number;
/** Page numbers that have not come, as [from, to]. */
readonly missingPages: readonly (readonly [number, number])[];
/** Variables, keys or monitors in it. */
readonly entries: number;
/** When it was complete or given up. */
readonly endedAt?: string;
};

export type ModelReportEvent = {
readonly type: 'modelReport';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly report: ModelReport;
};

export type ModelReportPage = {
readonly items: readonly ModelReport[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type Monitor = {
/** The station's number. */
readonly monitorId: number;
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** Name of the variable. */
readonly variable: string;
/** Instance of the variable. */
readonly variableInstance?: string;
/** MonitorEnumType; the last two are of 2.1. */
readonly type: 'UpperThreshold' | 'LowerThreshold' | 'Delta' | 'Periodic' | 'PeriodicClockAligned' | 'TargetDelta' | 'TargetDeltaRelative';
/** Threshold, delta, or seconds of a periodic one. */
readonly value: number;
/** 0 danger … 5 alert … 9 debug. */
readonly severity: number;
/** Whether it watches during transactions only. */
readonly transaction: boolean;
/** OCPP 2.1 EventNotificationEnumType. */
readonly notificationType?: 'HardWiredNotification' | 'HardWiredMonitor' | 'PreconfiguredMonitor' | 'CustomMonitor';
/** When the station reported it. */
readonly reportedAt: string;
};

export type MonitorEnumType = 'UpperThreshold' | 'LowerThreshold' | 'Delta' | 'Periodic' | 'PeriodicClockAligned' | 'TargetDelta' | 'TargetDeltaRelative';

export type Monitoring = {
/** As the station reported them. */
readonly monitors: readonly Monitor[];
/** As somebody wants them. */
readonly desired: readonly DesiredMonitor[];
/** The base that was set last. */
readonly base?: string;
/** Monitors up to this severity report. */
readonly level?: number;
};

export type MonitoringBaseEnumType = 'All' | 'FactoryDefault' | 'HardWiredOnly';

export type MonitoringCriterionEnumType = 'ThresholdMonitoring' | 'DeltaMonitoring' | 'PeriodicMonitoring';

export type NetworkConnectionProfileType = {
readonly apn?: APNType;
readonly ocppVersion?: OCPPVersionEnumType;
readonly ocppInterface: OCPPInterfaceEnumType;
readonly ocppTransport: OCPPTransportEnumType;
readonly messageTimeout: number;
readonly ocppCsmsUrl: string;
readonly securityProfile: number;
readonly identity?: string;
readonly basicAuthPassword?: string;
readonly vpn?: VPNType;
readonly customData?: CustomDataType;
};

export type NewApiKey = {
/** The part of the key that is no secret. */
readonly id: string;
/** Who or what it is for. */
readonly name: string;
/** What the caller may do: read; send commands and change tokens too; or everything, keys and stations included. */
readonly role: 'viewer' | 'operator' | 'admin';
/** When it was made. */
readonly createdAt: string;
/** The key is worth nothing from then on. */
readonly expiresAt?: string;
/** The stations that it may see and command; with groups absent too, all. */
readonly stations?: readonly string[];
/** Groups whose stations it may see and command, whichever they are then. */
readonly groups?: readonly string[];
/** The key itself. It is shown this once and not stored. */
readonly key: string;
};

export type NewFirmwareImage = {
readonly id: number;
/** As stations report it when they boot with it. */
readonly version: string;
readonly vendor?: string;
readonly model?: string;
/** Where it lies; its bytes are sent here when absent. */
readonly url?: string;
/** Base64; makes the update a signed one. */
readonly signature?: string;
/** PEM. */
readonly signingCertificate?: string;
/** For people. */
readonly note?: string;
readonly file?: File;
/** When it was registered. */
readonly createdAt: string;
/** Takes its bytes by PUT, once, within a day. Shown this once. */
readonly uploadUrl?: string;
};

export type NewWebhook = {
readonly webhook: Webhook;
/** The receiver checks signatures with it. It is shown this once. */
readonly secret: string;
};

export type Notice = {
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** The action of its message. */
readonly action: string;
/** When it happened, if the message says so; else when it came. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
/** In the station's own OCPP version. */
readonly payload: unknown;
};

export type NoticeEvent = {
readonly type: 'notice';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly notice: Notice;
};

export type NoticePage = {
readonly items: readonly Notice[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type NotifyAllowedEnergyTransferRequest = {
readonly transactionId: string;
readonly allowedEnergyTransfer: readonly EnergyTransferModeEnumType[];
readonly customData?: CustomDataType;
};

export type NotifyAllowedEnergyTransferResponse = {
readonly status: NotifyAllowedEnergyTransferStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type NotifyAllowedEnergyTransferStatusEnumType = 'Accepted' | 'Rejected';

export type NotifyWebPaymentStartedRequest = {
readonly evseId: number;
readonly timeout: number;
readonly customData?: CustomDataType;
};

export type NotifyWebPaymentStartedResponse = {
readonly customData?: CustomDataType;
};

export type OCPPInterfaceEnumType = 'Wired0' | 'Wired1' | 'Wired2' | 'Wired3' | 'Wireless0' | 'Wireless1' | 'Wireless2' | 'Wireless3' | 'Any';

export type OCPPTransportEnumType = 'SOAP' | 'JSON';

export type OCPPVersionEnumType = 'OCPP12' | 'OCPP15' | 'OCPP16' | 'OCPP20' | 'OCPP201' | 'OCPP21';

export type OperationModeEnumType = 'Idle' | 'ChargingOnly' | 'CentralSetpoint' | 'ExternalSetpoint' | 'ExternalLimits' | 'CentralFrequency' | 'LocalFrequency' | 'LocalLoadBalancing';

export type OperationalStatusEnumType = 'Inoperative' | 'Operative';

export type OverstayRuleListType = {
readonly overstayPowerThreshold?: RationalNumberType;
readonly overstayRule: readonly OverstayRuleType[];
readonly overstayTimeThreshold?: number;
readonly customData?: CustomDataType;
};

export type OverstayRuleType = {
readonly overstayFee: RationalNumberType;
readonly overstayRuleDescription?: string;
readonly startTime: number;
readonly overstayFeePeriod: number;
readonly customData?: CustomDataType;
};

export type PeriodicEventStreamParamsType = {
readonly interval?: number;
readonly values?: number;
readonly customData?: CustomDataType;
};

export type PowerDuringCessationEnumType = 'Active' | 'Reactive';

export type PriceLevelScheduleEntryType = {
readonly duration: number;
readonly priceLevel: number;
readonly customData?: CustomDataType;
};

export type PriceLevelScheduleType = {
readonly priceLevelScheduleEntries: readonly PriceLevelScheduleEntryType[];
readonly timeAnchor: string;
readonly priceScheduleId: number;
readonly priceScheduleDescription?: string;
readonly numberOfPriceLevels: number;
readonly customData?: CustomDataType;
};

export type PriceRuleStackType = {
readonly duration: number;
readonly priceRule: readonly PriceRuleType[];
readonly customData?: CustomDataType;
};

export type PriceRuleType = {
readonly parkingFeePeriod?: number;
readonly carbonDioxideEmission?: number;
readonly renewableGenerationPercentage?: number;
readonly energyFee: RationalNumberType;
readonly parkingFee?: RationalNumberType;
readonly powerRangeStart: RationalNumberType;
readonly customData?: CustomDataType;
};

export type PriceType = {
readonly exclTax?: number;
readonly inclTax?: number;
readonly taxRates?: readonly TaxRateType[];
readonly customData?: CustomDataType;
};

export type PriorityCharging = {
/** Of the notice that holds the message as it came. */
readonly id: number;
/** When it happened, if the message says so; else when it came. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
/** As on the wire. */
readonly transactionId: string;
readonly activated: boolean;
};

export type PriorityChargingPage = {
readonly items: readonly PriorityCharging[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type PriorityChargingStatusEnumType = 'Accepted' | 'Rejected' | 'NoProfile';

/** RFC 9457 problem details. */
export type Problem = {
/** Names the problem; the part after the last colon is its code. */
readonly type: string;
/** The problem, in the same words each time. */
readonly title: string;
/** The HTTP status. */
readonly status: number;
/** What was wrong this time. */
readonly detail?: string;
/** Everything that is wrong with the payload. */
readonly violations?: readonly Violation[];
/** The CALLERROR, as the station sent it. */
readonly callError?: {
/** In the spelling of the station's version. */
readonly errorCode: string;
readonly errorDescription: string;
readonly errorDetails: unknown;
};
/** The answer of the station, when it is not valid. */
readonly answer?: unknown;
/** The record of the command. */
readonly commandId?: number;
};

export type PublishFirmwareRequest = {
readonly location: string;
readonly retries?: number;
readonly checksum: string;
/** A number that the CSMS fills in when it is absent. */
readonly requestId?: number;
readonly retryInterval?: number;
readonly customData?: CustomDataType;
};

export type PublishFirmwareResponse = {
readonly status: GenericStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type QueuedCommand = {
/** The record of the command. */
readonly commandId: number;
readonly state: 'queued';
/** Until when it waits for its station. */
readonly expiresAt: string;
};

export type RationalNumberType = {
readonly exponent: number;
readonly value: number;
readonly customData?: CustomDataType;
};

export type ReactivePowerParamsType = {
readonly vRef?: number;
readonly autonomousVRefEnable?: boolean;
readonly autonomousVRefTimeConstant?: number;
readonly customData?: CustomDataType;
};

export type RecurrencyKindEnumType = 'Daily' | 'Weekly';

export type Registration = {
readonly stationId: string;
/** RegistrationStatusEnumType. */
readonly registration?: 'Accepted' | 'Pending' | 'Rejected';
/** What its next BootNotification will be answered. */
readonly next: 'Accepted' | 'Pending' | 'Rejected';
/** The name of an operator's key, or `rule`. */
readonly decidedBy?: string;
readonly reason?: string;
/** When that was decided. */
readonly decidedAt?: string;
/** What a station that is Pending still waits for. */
readonly waitsFor: readonly string[];
};

export type RegistrationPage = {
readonly items: readonly Registration[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type RelativeTimeIntervalType = {
readonly start: number;
readonly duration?: number;
readonly customData?: CustomDataType;
};

export type Report = {
/** Number of the report in this CSMS. */
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** The action of its messages. */
readonly action: string;
/** As on the wire. */
readonly requestId: number;
/** What was asked. */
readonly request?: unknown;
/** When. */
readonly askedAt?: string;
/** What the station answered at once. */
readonly status?: string;
/** Messages that have come. */
readonly parts: number;
/** When the last of them came; absent while more are to come. */
readonly completedAt?: string;
};

export type ReportBaseEnumType = 'ConfigurationInventory' | 'FullInventory' | 'SummaryInventory';

export type ReportDetail = {
/** Number of the report in this CSMS. */
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** The action of its messages. */
readonly action: string;
/** As on the wire. */
readonly requestId: number;
/** What was asked. */
readonly request?: unknown;
/** When. */
readonly askedAt?: string;
/** What the station answered at once. */
readonly status?: string;
/** Messages that have come. */
readonly parts: number;
/** When the last of them came; absent while more are to come. */
readonly completedAt?: string;
/** What they carried, in their order. */
readonly payloads: readonly unknown[];
};

export type ReportEvent = {
readonly type: 'report';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly report: Report;
};

export type ReportPage = {
readonly items: readonly Report[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type RequestBatterySwapRequest = {
readonly idToken: IdTokenType;
/** A number that the CSMS fills in when it is absent. */
readonly requestId?: number;
readonly customData?: CustomDataType;
};

export type RequestBatterySwapResponse = {
readonly status: GenericStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type RequestStartStopStatusEnumType = 'Accepted' | 'Rejected';

export type RequestStartTransactionRequest = {
readonly evseId?: number;
readonly groupIdToken?: IdTokenType;
readonly idToken: IdTokenType;
/** A number that the CSMS fills in when it is absent. */
readonly remoteStartId?: number;
readonly chargingProfile?: ChargingProfileType;
readonly customData?: CustomDataType;
};

export type RequestStartTransactionResponse = {
readonly status: RequestStartStopStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly transactionId?: string;
readonly customData?: CustomDataType;
};

export type RequestStopTransactionRequest = {
readonly transactionId: string;
readonly customData?: CustomDataType;
};

export type RequestStopTransactionResponse = {
readonly status: RequestStartStopStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type Reservation = {
/** On the wire too. */
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** EVSE number, from 1. */
readonly evseId?: number;
readonly connectorType?: string;
readonly idToken: string;
readonly idTokenType: string;
readonly groupIdToken?: string;
/** Until when. */
readonly expiresAt: string;
/** Where it stands: asked for, held, used, or how it ended. */
readonly state: 'Requested' | 'Active' | 'Refused' | 'Used' | 'Expired' | 'Cancelled' | 'Removed' | 'NoTransaction';
/** What the station answered when it refused, or why nothing came of it. */
readonly status?: string;
/** Key in this CSMS, unique over all stations. */
readonly transaction?: number;
/** When it was asked for. */
readonly createdAt: string;
/** When its state changed. */
readonly changedAt: string;
};

export type ReservationEvent = {
readonly type: 'reservation';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly reservation: Reservation;
};

export type ReservationPage = {
readonly items: readonly Reservation[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type ReserveNowRequest = {
readonly id: number;
readonly expiryDateTime: string;
readonly connectorType?: string;
readonly idToken: IdTokenType;
readonly evseId?: number;
readonly groupIdToken?: IdTokenType;
readonly customData?: CustomDataType;
};

export type ReserveNowResponse = {
readonly status: ReserveNowStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type ReserveNowStatusEnumType = 'Accepted' | 'Faulted' | 'Occupied' | 'Rejected' | 'Unavailable';

export type ResetEnumType = 'Immediate' | 'OnIdle' | 'ImmediateAndResume';

export type ResetRequest = {
readonly type: ResetEnumType;
readonly evseId?: number;
readonly customData?: CustomDataType;
};

export type ResetResponse = {
readonly status: ResetStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type ResetStatusEnumType = 'Accepted' | 'Rejected' | 'Scheduled';

/** For how many days what is not in the books is kept; for ever where nothing is said. */
export type RetentionSettings = {
/** Commands that have come to their end. */
readonly commandsKeptDays?: number;
/** What the variables of stations were, and the reports that told it. */
readonly historyKeptDays?: number;
/** Events that stations told, and states of connectors. */
readonly eventsKeptDays?: number;
/** Alerts that are over; those that are open stay. */
readonly alertsKeptDays?: number;
/** Attempts to reach webhooks. */
readonly deliveriesKeptDays?: number;
/** The audit log and security events: as long as the law wants it. */
readonly auditKeptDays?: number;
};

export type SalesTariffEntryType = {
readonly relativeTimeInterval: RelativeTimeIntervalType;
readonly ePriceLevel?: number;
readonly consumptionCost?: readonly ConsumptionCostType[];
readonly customData?: CustomDataType;
};

export type SalesTariffType = {
readonly id: number;
readonly salesTariffDescription?: string;
readonly numEPriceLevels?: number;
readonly salesTariffEntry: readonly SalesTariffEntryType[];
readonly customData?: CustomDataType;
};

export type SecurityEvent = {
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** As the standard lists it, or of a vendor. */
readonly type: string;
/** Whether the standard calls it critical; absent when it lists it not. */
readonly critical?: boolean;
/** When the station noticed it. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
readonly techInfo?: string;
};

export type SecurityEventEvent = {
readonly type: 'securityEvent';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly securityEvent: SecurityEvent;
};

export type SecurityEventPage = {
readonly items: readonly SecurityEvent[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type SelectedStations = {
readonly count: number;
/** The first 1000, in order. */
readonly stationIds: readonly string[];
};

export type SendLocalListRequest = {
readonly localAuthorizationList?: readonly AuthorizationData[];
readonly versionNumber: number;
readonly updateType: UpdateEnumType;
readonly customData?: CustomDataType;
};

export type SendLocalListResponse = {
readonly status: SendLocalListStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type SendLocalListStatusEnumType = 'Accepted' | 'Failed' | 'VersionMismatch';

export type SentMessage = {
/** OCPP version. */
readonly version: '1.6' | '2.0.1' | '2.1';
readonly action: string;
readonly payload: unknown;
readonly answer?: unknown;
/** The CALLERROR, as the station sent it. */
readonly callError?: {
/** In the spelling of the station's version. */
readonly errorCode: string;
readonly errorDescription: string;
readonly errorDetails: unknown;
};
};

export type Session = {
/** Told apart without regard to case. */
readonly name: string;
/** What the caller may do: read; send commands and change tokens too; or everything, keys and stations included. */
readonly role: 'viewer' | 'operator' | 'admin';
/** To be sent as the header `X-CSRF-Token` with each change made by cookie. */
readonly csrfToken: string;
/** When it ends, however much it is used; sooner after 12 hours without a request. */
readonly expiresAt: string;
};

export type SetChargingProfileRequest = {
readonly evseId: number;
readonly chargingProfile: ChargingProfileType;
readonly customData?: CustomDataType;
};

export type SetChargingProfileResponse = {
readonly status: ChargingProfileStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type SetDERControlRequest = {
readonly isDefault: boolean;
readonly controlId: string;
readonly controlType: DERControlEnumType;
readonly curve?: DERCurveType;
readonly enterService?: EnterServiceType;
readonly fixedPFAbsorb?: FixedPFType;
readonly fixedPFInject?: FixedPFType;
readonly fixedVar?: FixedVarType;
readonly freqDroop?: FreqDroopType;
readonly gradient?: GradientType;
readonly limitMaxDischarge?: LimitMaxDischargeType;
readonly customData?: CustomDataType;
};

export type SetDERControlResponse = {
readonly status: DERControlStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly supersededIds?: readonly string[];
readonly customData?: CustomDataType;
};

export type SetDefaultTariffRequest = {
readonly evseId: number;
readonly tariff: TariffType;
readonly customData?: CustomDataType;
};

export type SetDefaultTariffResponse = {
readonly status: TariffSetStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type SetDisplayMessageRequest = {
readonly message: MessageInfoType;
readonly customData?: CustomDataType;
};

export type SetDisplayMessageResponse = {
readonly status: DisplayMessageStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type SetMonitoringBaseRequest = {
readonly monitoringBase: MonitoringBaseEnumType;
readonly customData?: CustomDataType;
};

export type SetMonitoringBaseResponse = {
readonly status: GenericDeviceModelStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type SetMonitoringDataType = {
readonly id?: number;
readonly periodicEventStream?: PeriodicEventStreamParamsType;
readonly transaction?: boolean;
readonly value: number;
readonly type: MonitorEnumType;
readonly severity: number;
readonly component: ComponentType;
readonly variable: VariableType;
readonly customData?: CustomDataType;
};

export type SetMonitoringLevelRequest = {
readonly severity: number;
readonly customData?: CustomDataType;
};

export type SetMonitoringLevelResponse = {
readonly status: GenericStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type SetMonitoringResultType = {
readonly id?: number;
readonly statusInfo?: StatusInfoType;
readonly status: SetMonitoringStatusEnumType;
readonly type: MonitorEnumType;
readonly component: ComponentType;
readonly variable: VariableType;
readonly severity: number;
readonly customData?: CustomDataType;
};

export type SetMonitoringStatusEnumType = 'Accepted' | 'UnknownComponent' | 'UnknownVariable' | 'UnsupportedMonitorType' | 'Rejected' | 'Duplicate';

export type SetNetworkProfileRequest = {
readonly configurationSlot: number;
readonly connectionData: NetworkConnectionProfileType;
readonly customData?: CustomDataType;
};

export type SetNetworkProfileResponse = {
readonly status: SetNetworkProfileStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type SetNetworkProfileStatusEnumType = 'Accepted' | 'Rejected' | 'Failed';

export type SetVariableDataType = {
readonly attributeType?: AttributeEnumType;
readonly attributeValue: string;
readonly component: ComponentType;
readonly variable: VariableType;
readonly customData?: CustomDataType;
};

export type SetVariableMonitoringRequest = {
readonly setMonitoringData: readonly SetMonitoringDataType[];
readonly customData?: CustomDataType;
};

export type SetVariableMonitoringResponse = {
readonly setMonitoringResult: readonly SetMonitoringResultType[];
readonly customData?: CustomDataType;
};

export type SetVariableResultType = {
readonly attributeType?: AttributeEnumType;
readonly attributeStatus: SetVariableStatusEnumType;
readonly attributeStatusInfo?: StatusInfoType;
readonly component: ComponentType;
readonly variable: VariableType;
readonly customData?: CustomDataType;
};

export type SetVariableStatusEnumType = 'Accepted' | 'Rejected' | 'UnknownComponent' | 'UnknownVariable' | 'NotSupportedAttributeType' | 'RebootRequired';

export type SetVariablesRequest = {
readonly setVariableData: readonly SetVariableDataType[];
readonly customData?: CustomDataType;
};

export type SetVariablesResponse = {
readonly setVariableResult: readonly SetVariableResultType[];
readonly customData?: CustomDataType;
};

export type Settlement = {
/** Of the notice that holds the message as it came. */
readonly id: number;
/** When it happened, if the message says so; else when it came. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
/** As on the wire; absent when the payment ended before a transaction began. */
readonly transactionId?: string;
/** Reference of the payment service; the idToken of its transaction. */
readonly pspRef: string;
readonly status: 'Settled' | 'Canceled' | 'Rejected' | 'Failed';
readonly statusInfo?: string;
/** What was settled, or tried to be, in the currency of the terminal. */
readonly amount: number;
readonly receiptId?: string;
readonly receiptUrl?: string;
readonly vatNumber?: string;
/** AddressType, as it came. */
readonly vatCompany?: unknown;
};

export type SettlementPage = {
readonly items: readonly Settlement[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type SignedEvents = {
readonly items: readonly ({
readonly seqNo: number;
/** Of each signed meter value of the event, in order. */
readonly whenItCame: readonly ('verified' | 'notVerifiable' | 'invalid')[];
/** Of each signed meter value of the event, in order. */
readonly now: readonly ('verified' | 'notVerifiable' | 'invalid')[];
})[];
};

export type SigningRequest = {
/** Of the notice that holds the message as it came. */
readonly id: number;
/** When it happened, if the message says so; else when it came. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
/** PKCS #10 in PEM. */
readonly csr: string;
readonly certificateType: 'ChargingStationCertificate' | 'V2GCertificate' | 'V2G20Certificate';
/** Of 2.1. */
readonly requestId?: number;
};

export type SigningRequestPage = {
readonly items: readonly SigningRequest[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type Site = {
readonly address: string;
/** Degrees, WGS 84. */
readonly latitude?: number;
/** Degrees, WGS 84. */
readonly longitude?: number;
/** Of the IANA database. */
readonly timeZone?: string;
/** How to get in, who to call. */
readonly note?: string;
};

export type Station = {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly connected: boolean;
/** OCPP version. */
readonly version?: '1.6' | '2.0.1' | '2.1';
/** Result of the last BootNotification; absent before the first. */
readonly registration?: 'Accepted' | 'Pending' | 'Rejected';
readonly vendor?: string;
readonly model?: string;
readonly serialNumber?: string;
readonly firmwareVersion?: string;
/** Whether somebody registered it, or an open CSMS let it in. */
readonly admission: 'Known' | 'Open';
/** Security profile of its connection: 0 none, 1 password, 2 TLS, 3 certificates. */
readonly securityProfile: 0 | 1 | 2 | 3;
/** When somebody registered it, or set its password, last. */
readonly registeredAt?: string;
/** When it last booted. */
readonly lastBootAt?: string;
/** When its last message came. */
readonly lastMessageAt?: string;
/** When its connection was opened. */
readonly connectedSince?: string;
readonly remoteAddress?: string;
/** How it is: the connection, its program, its work. */
readonly lights?: {
readonly link: 'green' | 'yellow' | 'red';
readonly application: 'green' | 'yellow' | 'red';
readonly function: 'green' | 'yellow' | 'red';
};
readonly evses: readonly Evse[];
/** Sum over its EVSEs, W. */
readonly powerW: number;
};

export type StationEvent = {
readonly type: 'station';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly station: Station;
};

export type StationGroups = {
readonly groups: readonly string[];
};

export type StationHealth = {
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly link: {
readonly light: 'green' | 'yellow' | 'red';
/** In plain words; empty when green. */
readonly reasons: readonly string[];
};
readonly application: {
readonly light: 'green' | 'yellow' | 'red';
/** In plain words; empty when green. */
readonly reasons: readonly string[];
};
readonly function: {
readonly light: 'green' | 'yellow' | 'red';
/** In plain words; empty when green. */
readonly reasons: readonly string[];
};
readonly evidence: {
/** Since when it is connected. */
readonly connectedSince?: string;
/** Connections that began within the last hour. */
readonly connections: number;
/** When its program said something of its own accord. */
readonly lastAliveAt?: string;
/** The action of that message. */
readonly lastAliveBy?: string;
/** When this CSMS asked something only to get an answer. */
readonly askedAt?: string;
/** How long the answer took. */
readonly answeredInMs?: number;
/** How far its clock is ahead of ours; negative: behind. */
readonly clockDriftS?: number;
/** The last time it was turned away, since it has connected last. */
readonly refusal?: {
/** When that was. */
readonly at: string;
/** Where it came from. */
readonly remoteAddress: string;
/** Why it was turned away, in plain words. */
readonly reason: string;
};
};
};

export type StationLocalList = {
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** Name of the list. */
readonly list: string;
/** What it should have. */
readonly version: number;
/** What it has; absent while nobody knows. */
readonly heldVersion?: number;
/** The version number as the station knows it. */
readonly listVersion?: number;
/** How far it is. */
readonly state: 'InSync' | 'Pending' | 'Failed' | 'NotSupported';
/** Why it is not in sync, what was put right, or what was left out. */
readonly detail?: string;
/** When that was found. */
readonly changedAt: string;
};

export type StationLocalListPage = {
readonly items: readonly StationLocalList[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type StationLog = {
/** The requestId on the wire. */
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** OCPP 2.1 LogEnumType; a 1.6 station without the security extension has the first. */
readonly logType: 'DiagnosticsLog' | 'SecurityLog' | 'DataCollectorLog';
/** What the station said last. */
readonly status?: string;
/** Why nothing came of it. */
readonly detail?: string;
readonly file: File;
/** When it was asked for. */
readonly requestedAt: string;
/** When the station said something of it. */
readonly changedAt: string;
};

export type StationLogPage = {
readonly items: readonly StationLog[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type StationPage = {
readonly items: readonly Station[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type StationRemovedEvent = {
readonly type: 'stationRemoved';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
};

/** The stations for which everything holds that is given, at this moment. In `vendor`, `model` and `firmwareVersion` a `*` stands for any text. */
export type StationSelection = {
/** Only these. */
readonly stationIds?: readonly string[];
/** OCPP version. */
readonly version?: '1.6' | '2.0.1' | '2.1';
readonly vendor?: string;
readonly model?: string;
readonly firmwareVersion?: string;
/** Only of this group. */
readonly group?: string;
/** Only those that are connected now, or are not. */
readonly connected?: boolean;
/** Part of the id, vendor, model or serial number. */
readonly search?: string;
};

export type StationTariffs = {
/** The EVSE that was asked about; 0 is all. */
readonly evseId: number;
/** When the station said it. */
readonly reportedAt: string;
/** Empty when it said that it has none. */
readonly tariffs: readonly ({
readonly tariffId: string;
readonly tariffKind: 'DefaultTariff' | 'DriverTariff';
/** From when it holds. */
readonly validFrom?: string;
/** Where it holds. */
readonly evseIds?: readonly number[];
/** Drivers' tariffs: for whom it holds. */
readonly idTokens?: readonly string[];
})[];
};

export type StationViolation = {
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** What was broken. */
readonly rule: 'frame' | 'message-type' | 'schema' | 'leniency' | 'unknown-action' | 'wrong-direction' | 'before-acceptance' | 'repeated-call' | 'repeated-id' | 'overlapping-call' | 'late-answer' | 'answer-to-nothing' | 'invalid-answer' | 'flood' | 'status-transition' | 'meter-backwards' | 'seqno-reused' | 'impossible-time' | 'ends-before-start' | 'other-evse' | 'ended-twice' | 'shared-identity' | 'meter-signature';
/** What it is to break it. */
readonly title: string;
/** In the standard. */
readonly place: string;
/** OCPP version. */
readonly version: '1.6' | '2.0.1' | '2.1';
readonly action?: string;
readonly vendor?: string;
readonly model?: string;
readonly firmwareVersion?: string;
/** How often, with this firmware. */
readonly count: number;
/** The first time. */
readonly firstAt: string;
/** The last time. */
readonly lastAt: string;
/** The frame of the last time: see `listFrames`. */
readonly frameId?: number;
/** What was wrong the last time. */
readonly detail: string;
};

export type StationViolationPage = {
readonly items: readonly StationViolation[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type StatusInfoType = {
readonly reasonCode: string;
readonly additionalInfo?: string;
readonly customData?: CustomDataType;
};

export type StoryEntry = {
/** An event of the station, a decision of this CSMS, or a sealed record. */
readonly kind: 'event' | 'decision' | 'cdr';
/** When it happened. */
readonly at: string;
/** When an event arrived. */
readonly receivedAt?: string;
readonly seqNo?: number;
/** What it proved, one thing each. */
readonly proved: readonly string[];
/** What was wrong with it. */
readonly remarks: readonly string[];
readonly inferred?: Inference;
};

export type Stranger = {
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** When it knocked first. */
readonly firstAt: string;
/** When it knocked last. */
readonly lastAt: string;
/** How often it knocked. */
readonly times: number;
/** Where it came from last. */
readonly remoteAddress: string;
/** Why it was turned away, in plain words. */
readonly reason: string;
};

export type TargetCounts = {
readonly pending: number;
/** A command is on the way. */
readonly active: number;
/** A command waits for its station. */
readonly waiting: number;
/** Said yes; what must happen then has not happened yet. */
readonly awaiting: number;
readonly succeeded: number;
readonly failed: number;
readonly skipped: number;
};

export type TariffAssignmentType = {
readonly tariffId: string;
readonly tariffKind: TariffKindEnumType;
readonly validFrom?: string;
readonly evseIds?: readonly number[];
readonly idTokens?: readonly string[];
readonly customData?: CustomDataType;
};

export type TariffChangeStatusEnumType = 'Accepted' | 'Rejected' | 'TooManyElements' | 'ConditionNotSupported' | 'TxNotFound' | 'NoCurrencyChange';

export type TariffClearStatusEnumType = 'Accepted' | 'Rejected' | 'NoTariff';

export type TariffConditionsFixedType = {
readonly startTimeOfDay?: string;
readonly endTimeOfDay?: string;
readonly dayOfWeek?: readonly DayOfWeekEnumType[];
readonly validFromDate?: string;
readonly validToDate?: string;
readonly evseKind?: EvseKindEnumType;
readonly paymentBrand?: string;
readonly paymentRecognition?: string;
readonly customData?: CustomDataType;
};

export type TariffConditionsType = {
readonly startTimeOfDay?: string;
readonly endTimeOfDay?: string;
readonly dayOfWeek?: readonly DayOfWeekEnumType[];
readonly validFromDate?: string;
readonly validToDate?: string;
readonly evseKind?: EvseKindEnumType;
readonly minEnergy?: number;
readonly maxEnergy?: number;
readonly minCurrent?: number;
readonly maxCurrent?: number;
readonly minPower?: number;
readonly maxPower?: number;
readonly minTime?: number;
readonly maxTime?: number;
readonly minChargingTime?: number;
readonly maxChargingTime?: number;
readonly minIdleTime?: number;
readonly maxIdleTime?: number;
readonly customData?: CustomDataType;
};

export type TariffEnergyPriceType = {
readonly priceKwh: number;
readonly conditions?: TariffConditionsType;
readonly customData?: CustomDataType;
};

export type TariffEnergyType = {
readonly prices: readonly TariffEnergyPriceType[];
readonly taxRates?: readonly TaxRateType[];
readonly customData?: CustomDataType;
};

export type TariffFixedPriceType = {
readonly conditions?: TariffConditionsFixedType;
readonly priceFixed: number;
readonly customData?: CustomDataType;
};

export type TariffFixedType = {
readonly prices: readonly TariffFixedPriceType[];
readonly taxRates?: readonly TaxRateType[];
readonly customData?: CustomDataType;
};

export type TariffGetStatusEnumType = 'Accepted' | 'Rejected' | 'NoTariff';

export type TariffKindEnumType = 'DefaultTariff' | 'DriverTariff';

export type TariffSetStatusEnumType = 'Accepted' | 'Rejected' | 'TooManyElements' | 'ConditionNotSupported' | 'DuplicateTariffId';

export type TariffTimePriceType = {
readonly priceMinute: number;
readonly conditions?: TariffConditionsType;
readonly customData?: CustomDataType;
};

export type TariffTimeType = {
readonly prices: readonly TariffTimePriceType[];
readonly taxRates?: readonly TaxRateType[];
readonly customData?: CustomDataType;
};

export type TariffType = {
readonly tariffId: string;
readonly description?: readonly MessageContentType[];
readonly currency: string;
readonly energy?: TariffEnergyType;
readonly validFrom?: string;
readonly chargingTime?: TariffTimeType;
readonly idleTime?: TariffTimeType;
readonly fixedFee?: TariffFixedType;
readonly reservationTime?: TariffTimeType;
readonly reservationFixed?: TariffFixedType;
readonly minCost?: PriceType;
readonly maxCost?: PriceType;
readonly customData?: CustomDataType;
};

export type TaxRateType = {
readonly type: string;
readonly tax: number;
readonly stack?: number;
readonly customData?: CustomDataType;
};

export type TaxRuleType = {
readonly taxRuleID: number;
readonly taxRuleName?: string;
readonly taxIncludedInPrice?: boolean;
readonly appliesToEnergyFee: boolean;
readonly appliesToParkingFee: boolean;
readonly appliesToOverstayFee: boolean;
readonly appliesToMinimumMaximumCost: boolean;
readonly taxRate: RationalNumberType;
readonly customData?: CustomDataType;
};

export type Template = {
readonly id: number;
readonly name: string;
readonly filter: {
readonly vendor?: string;
readonly model?: string;
readonly firmwareVersion?: string;
readonly version?: '1.6' | '2.0.1' | '2.1';
readonly group?: string;
};
readonly priority: number;
readonly values: readonly ({
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** Name of the variable. */
readonly variable: string;
/** Instance of the variable. */
readonly variableInstance?: string;
/** AttributeEnumType. */
readonly attributeType?: 'Actual' | 'Target' | 'MinSet' | 'MaxSet';
/** As the message carries it. */
readonly value: string;
})[];
/** When it was made. */
readonly createdAt: string;
/** When it was changed last. */
readonly updatedAt: string;
/** How many known stations its filter fits. */
readonly stations: number;
};

export type TemplateInput = {
readonly name: string;
/** All that it says must fit; `*` stands for any text. Empty: every station. */
readonly filter: {
readonly vendor?: string;
readonly model?: string;
readonly firmwareVersion?: string;
readonly version?: '1.6' | '2.0.1' | '2.1';
readonly group?: string;
};
/** Of two templates that want different values the higher one wins. */
readonly priority?: number;
readonly values: readonly ({
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** Name of the variable. */
readonly variable: string;
/** Instance of the variable. */
readonly variableInstance?: string;
/** AttributeEnumType. */
readonly attributeType?: 'Actual' | 'Target' | 'MinSet' | 'MaxSet';
/** As the message carries it. */
readonly value: string;
})[];
};

export type Token = {
/** The token, compared without regard to case. */
readonly idToken: string;
/** OCPP 2.1 IdTokenEnumStringType. */
readonly type: string;
/** What a station is told that asks for it. */
readonly status: 'Accepted' | 'Blocked' | 'Expired' | 'Invalid';
/** Tokens of one group may end each other’s transactions. */
readonly groupIdToken?: string;
/** Expired from then on. */
readonly expiresAt?: string;
/** For people. */
readonly note?: string;
/** The driver's, RFC 5646. */
readonly language?: string;
/** For the driver’s eyes, at the station. */
readonly personalMessage?: string;
/** The only places where it is good; everywhere when absent. */
readonly allowedAt?: readonly ({
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** Every EVSE there when absent. */
readonly evseIds?: readonly number[];
})[];
};

export type TokenGroup = {
/** The group id that tokens name, compared without regard to case. */
readonly groupIdToken: string;
/** For people. */
readonly name?: string;
/** Blocked blocks all of its tokens. */
readonly status: 'Accepted' | 'Blocked';
/** All of its tokens are expired from then on. */
readonly expiresAt?: string;
/** Its tokens end any transaction and start none. Stations must have it as AuthCtrlr.MasterPassGroupId. */
readonly masterPass: boolean;
};

export type TokenGroupPage = {
readonly items: readonly TokenGroup[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type TokenPage = {
readonly items: readonly Token[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type Transaction = {
/** Key in this CSMS, unique over all stations. */
readonly id: number;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** The id on the wire; unique for one station only. */
readonly transactionId: string;
/** OCPP version. */
readonly version: '1.6' | '2.0.1' | '2.1';
/** EVSE number, from 1. */
readonly evseId?: number;
/** Connector number, from 1. */
readonly connectorId?: number;
readonly idToken?: string;
readonly idTokenType?: string;
/** When the station says it started. */
readonly startedAt: string;
/** When the station says it ended; absent while it is under way. */
readonly endedAt?: string;
/** Why it is over although no Ended came: another began on its EVSE, its station knows nothing of it, its station has booted and not gone on, it was silent for too long, or an operator closed it. */
readonly closedBy?: 'superseded' | 'deniedByStation' | 'rebooted' | 'silent' | 'operator';
/** `id` of the later transaction on the same EVSE that proves it. */
readonly supersededBy?: number;
/** OCPP 2.1 ChargingStateEnumType. */
readonly chargingState?: 'Idle' | 'EVConnected' | 'Charging' | 'SuspendedEV' | 'SuspendedEVSE';
/** OCPP 2.1 ReasonEnumType. */
readonly stoppedReason?: string;
/** Energy register at the start, Wh. */
readonly meterStartWh?: number;
/** The last energy register that is known, Wh. */
readonly meterLastWh?: number;
/** Energy delivered, Wh. */
readonly energyWh?: number;
/** Energy that flowed back, Wh. */
readonly exportedWh?: number;
readonly signatures?: {
/** What came of checking a signed meter value. */
readonly state: 'verified' | 'notVerifiable' | 'invalid';
readonly count: number;
readonly verified: number;
readonly invalid: number;
};
/** Power now, W. */
readonly powerW?: number;
/** State of charge, %. */
readonly socPercent?: number;
/** When its last event happened. */
readonly lastEventAt: string;
/** Events received. */
readonly eventCount: number;
/** Sequence numbers that have not arrived, as [from, to]. */
readonly missingSeqNos: readonly (readonly [number, number])[];
/** Those of them that were declared lost. */
readonly lostSeqNos?: readonly (readonly [number, number])[];
/** Where the numbers rest on a reading that leaves a choice. */
readonly doubts?: readonly Inference[];
/** Number of the charge detail record in force. */
readonly cdr?: number;
};

export type TransactionChangeEvent = {
readonly type: 'transaction';
/** When it happened. */
readonly at: string;
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
readonly transaction: Transaction;
};

export type TransactionCost = {
/** Of the event that carried it. */
readonly seqNo: number;
/** When the station calculated it. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
/** ISO 4217. */
readonly currency: string;
readonly typeOfCost: 'NormalCost' | 'MinCost' | 'MaxCost';
readonly totalExclTax?: number;
readonly totalInclTax?: number;
/** The station could not calculate it. */
readonly failureToCalculate?: boolean;
readonly failureReason?: string;
/** CostDetailsType as it came. */
readonly costDetails: unknown;
};

export type TransactionCosts = {
readonly items: readonly TransactionCost[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type TransactionEvent = {
readonly seqNo: number;
readonly eventType: 'Started' | 'Updated' | 'Ended';
readonly triggerReason: string;
/** When it happened. */
readonly timestamp: string;
/** When it arrived here. */
readonly receivedAt: string;
/** Whether `timestamp` cannot be; the books take `receivedAt` then. */
readonly clockFarOff?: boolean;
/** Whether the station was offline then. */
readonly offline: boolean;
/** OCPP 2.1 ChargingStateEnumType. */
readonly chargingState?: 'Idle' | 'EVConnected' | 'Charging' | 'SuspendedEV' | 'SuspendedEVSE';
/** The payload in the words of OCPP 2.1, whatever the station speaks. */
readonly event: unknown;
/** Of each signed meter value in it, in order. */
readonly signatures?: readonly ('verified' | 'notVerifiable' | 'invalid')[];
readonly inference?: Inference;
};

export type TransactionEvents = {
readonly items: readonly TransactionEvent[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type TransactionMeterValues = {
readonly items: readonly MeterValue[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type TransactionPage = {
readonly items: readonly Transaction[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type TransactionStory = {
readonly items: readonly StoryEntry[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type TriggerMessageRequest = {
readonly evse?: EVSEType;
readonly requestedMessage: MessageTriggerEnumType;
readonly customTrigger?: string;
readonly customData?: CustomDataType;
};

export type TriggerMessageResponse = {
readonly status: TriggerMessageStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type TriggerMessageStatusEnumType = 'Accepted' | 'Rejected' | 'NotImplemented';

export type UnlockConnectorRequest = {
readonly evseId: number;
readonly connectorId: number;
readonly customData?: CustomDataType;
};

export type UnlockConnectorResponse = {
readonly status: UnlockStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type UnlockStatusEnumType = 'Unlocked' | 'UnlockFailed' | 'OngoingAuthorizedTransaction' | 'UnknownConnector';

export type UnpublishFirmwareRequest = {
readonly checksum: string;
readonly customData?: CustomDataType;
};

export type UnpublishFirmwareResponse = {
readonly status: UnpublishFirmwareStatusEnumType;
readonly customData?: CustomDataType;
};

export type UnpublishFirmwareStatusEnumType = 'DownloadOngoing' | 'NoFirmware' | 'Unpublished';

export type UpdateDynamicScheduleRequest = {
readonly chargingProfileId: number;
readonly scheduleUpdate: ChargingScheduleUpdateType;
readonly customData?: CustomDataType;
};

export type UpdateDynamicScheduleResponse = {
readonly status: ChargingProfileStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type UpdateEnumType = 'Differential' | 'Full';

export type UpdateFirmwareRequest = {
readonly retries?: number;
readonly retryInterval?: number;
/** A number that the CSMS fills in when it is absent. */
readonly requestId?: number;
readonly firmware: FirmwareType;
readonly customData?: CustomDataType;
};

export type UpdateFirmwareResponse = {
readonly status: UpdateFirmwareStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type UpdateFirmwareStatusEnumType = 'Accepted' | 'Rejected' | 'AcceptedCanceled' | 'InvalidCertificate' | 'RevokedCertificate';

export type UsePriorityChargingRequest = {
readonly transactionId: string;
readonly activate: boolean;
readonly customData?: CustomDataType;
};

export type UsePriorityChargingResponse = {
readonly status: PriorityChargingStatusEnumType;
readonly statusInfo?: StatusInfoType;
readonly customData?: CustomDataType;
};

export type User = {
readonly id: string;
/** Told apart without regard to case. */
readonly name: string;
/** What the caller may do: read; send commands and change tokens too; or everything, keys and stations included. */
readonly role: 'viewer' | 'operator' | 'admin';
/** When the first invitation was made. */
readonly createdAt: string;
/** Whether a password has been chosen. */
readonly hasPassword: boolean;
/** Until when an open invitation is good. */
readonly invitedUntil?: string;
/** When this person last signed in. */
readonly lastLoginAt?: string;
};

export type UserList = {
readonly items: readonly User[];
};

export type V2XFreqWattPointType = {
readonly frequency: number;
readonly power: number;
readonly customData?: CustomDataType;
};

export type V2XSignalWattPointType = {
readonly signal: number;
readonly power: number;
readonly customData?: CustomDataType;
};

export type VPNEnumType = 'IKEv2' | 'IPSec' | 'L2TP' | 'PPTP';

export type VPNType = {
readonly server: string;
readonly user: string;
readonly group?: string;
readonly password: string;
readonly key: string;
readonly type: VPNEnumType;
readonly customData?: CustomDataType;
};

export type Variable = {
readonly stationId: string;
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** Name of the variable. */
readonly variable: string;
/** Instance of the variable. */
readonly variableInstance?: string;
/** AttributeEnumType. */
readonly attributeType: 'Actual' | 'Target' | 'MinSet' | 'MaxSet';
/** The key of 1.6 that holds it. */
readonly configurationKey?: string;
/** As reported; absent when it was not, or cannot be read. */
readonly value?: string;
/** When it was reported last. */
readonly reportedAt?: string;
readonly mutability?: 'ReadOnly' | 'WriteOnly' | 'ReadWrite';
readonly persistent?: boolean;
readonly constant?: boolean;
readonly characteristics?: {
readonly dataType?: 'string' | 'decimal' | 'integer' | 'dateTime' | 'boolean' | 'OptionList' | 'SequenceList' | 'MemberList';
readonly unit?: string;
readonly minLimit?: number;
readonly maxLimit?: number;
readonly maxElements?: number;
readonly valuesList?: string;
readonly supportsMonitoring: boolean;
};
/** Since when full reports do not name it any more. */
readonly goneAt?: string;
readonly desired?: DesiredValue;
/** Whether what is desired is not what is reported. */
readonly drift: boolean;
};

export type VariableHistoryEntry = {
/** When it happened. */
readonly at: string;
readonly kind: 'reported' | 'gone' | 'desired' | 'released' | 'answered';
readonly value?: string;
/** Who wanted it, or what the station answered. */
readonly detail?: string;
};

export type VariableHistoryPage = {
readonly items: readonly VariableHistoryEntry[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type VariablePage = {
readonly items: readonly Variable[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type VariableType = {
readonly name: string;
readonly instance?: string;
readonly customData?: CustomDataType;
};

export type VatValidation = {
/** Of the notice that holds the message as it came. */
readonly id: number;
/** When it happened, if the message says so; else when it came. */
readonly at: string;
/** When it came. */
readonly receivedAt: string;
readonly vatNumber: string;
/** EVSE number, from 1. */
readonly evseId?: number;
};

export type VatValidationPage = {
readonly items: readonly VatValidation[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type Violation = {
/** Where, as a JSON path from the payload (`$`). */
readonly path: string;
/** The JSON Schema keyword that failed. */
readonly keyword: string;
/** What the schema asks for: a length, the allowed values, a name… */
readonly limit: unknown;
/** The same as a sentence. */
readonly message: string;
};

export type ViolationSummary = {
readonly vendor?: string;
readonly model?: string;
readonly firmwareVersion?: string;
/** What was broken. */
readonly rule: 'frame' | 'message-type' | 'schema' | 'leniency' | 'unknown-action' | 'wrong-direction' | 'before-acceptance' | 'repeated-call' | 'repeated-id' | 'overlapping-call' | 'late-answer' | 'answer-to-nothing' | 'invalid-answer' | 'flood' | 'status-transition' | 'meter-backwards' | 'seqno-reused' | 'impossible-time' | 'ends-before-start' | 'other-evse' | 'ended-twice' | 'shared-identity' | 'meter-signature';
readonly title: string;
/** Stations that do it. */
readonly stations: number;
/** How often, together. */
readonly count: number;
};

export type ViolationSummaryPage = {
readonly items: readonly ViolationSummary[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type VoltageParamsType = {
readonly hv10MinMeanValue?: number;
readonly hv10MinMeanTripDelay?: number;
readonly powerDuringCessation?: PowerDuringCessationEnumType;
readonly customData?: CustomDataType;
};

export type Webhook = {
readonly id: number;
/** When it was made. */
readonly createdAt: string;
/** Events are POSTed to it. */
readonly url: string;
/** Which events. */
readonly types: readonly ('station' | 'stationRemoved' | 'transaction' | 'meterValues' | 'frame' | 'campaign' | 'command' | 'cdr' | 'deviceModel' | 'modelReport' | 'deviceEvents' | 'alert' | 'notice' | 'report' | 'reservation' | 'firmwareUpdate' | 'health' | 'securityEvent')[];
/** Only of these stations; with groups absent too, of all. */
readonly stations?: readonly string[];
/** Only of stations in these groups. */
readonly groups?: readonly string[];
/** Whether the address may be inside the network: of this machine, private or link-local. */
readonly allowPrivate?: boolean;
/** For people. */
readonly note?: string;
/** Whether events are sent. */
readonly state: 'active' | 'disabled';
/** Why the CSMS itself disabled it. */
readonly disabledReason?: string;
/** Since when nothing has been taken. */
readonly failingSince?: string;
/** Events that have not been taken yet. */
readonly waiting: number;
};

export type WebhookDelivery = {
readonly id: number;
/** When it was sent. */
readonly at: string;
/** The id of its first event; the same in each attempt. */
readonly firstEventId: string;
/** How many events were in it. */
readonly events: number;
/** 1 for the first. */
readonly attempt: number;
/** HTTP status of the answer. */
readonly status?: number;
/** Why no answer came. */
readonly failure?: string;
/** How long it took. */
readonly durationMs: number;
};

export type WebhookDeliveryPage = {
readonly items: readonly WebhookDelivery[];
/** Asks for the next page, as `cursor`; absent on the last. */
readonly nextCursor?: string;
};

export type WebhookList = {
readonly items: readonly Webhook[];
};

export type WebhookTest = {
/** HTTP status of the answer. */
readonly status?: number;
/** Why no answer came. */
readonly failure?: string;
/** How long it took. */
readonly durationMs: number;
};

/** What the event stream carries. */
export type CsmsEvent = StationEvent | StationRemovedEvent | TransactionChangeEvent | MeterValuesEvent | FrameEvent | CampaignEvent | CommandEvent | CdrEvent | DeviceModelEvent | ModelReportEvent | DeviceEventsEvent | AlertEvent | NoticeEvent | ReportEvent | ReservationEvent | FirmwareUpdateEvent | HealthEvent | SecurityEventEvent;

/** Every way in which the API says no. */
export type ProblemCode = (typeof problemCodes)[number];

/** What each operation takes and gives. */
export interface Operations {
/** Choose a password with an invitation, and sign in */
readonly acceptInvitation: {
readonly takes: {
readonly body: {
/** `nbi_…` */
readonly invitation: string;
/** At least 12 characters. */
readonly password: string;
};
};
readonly gives: Session;
};
/** Say that somebody takes care of it */
readonly acknowledgeAlert: {
readonly takes: {
/** The alert's number. */
readonly id: number;
readonly body: {
/** What is known or done. */
readonly note?: string;
};
};
readonly gives: Alert;
};
/** Say how often a stream is sent */
readonly adjustEventStream: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** The station's number of the stream. */
readonly stream: number;
readonly body: {
/** After so many seconds. */
readonly intervalS?: number;
/** After so many values. */
readonly values?: number;
};
};
readonly gives: {
readonly items: readonly EventStream[];
};
};
/** Change how often a stream of values is sent */
readonly adjustPeriodicEventStreamCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: AdjustPeriodicEventStreamRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: AdjustPeriodicEventStreamResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Pass on a signal for automatic frequency restoration reserve */
readonly afrrSignalCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: AFRRSignalRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: AFRRSignalResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Send every value again that is not as it should be */
readonly applyDesired: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: VariablePage;
};
/** Ask a station for its monitors */
readonly askForMonitors: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
readonly criteria?: readonly ('ThresholdMonitoring' | 'DeltaMonitoring' | 'PeriodicMonitoring')[];
readonly variables?: readonly ({
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** All of the component when absent. */
readonly variable?: string;
/** Instance of the variable. */
readonly variableInstance?: string;
})[];
};
};
readonly gives: ModelReport;
};
/** Ask a station for its device model, or for a part of it */
readonly askForReport: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
/** FullInventory when nothing else is said. */
readonly base?: 'ConfigurationInventory' | 'FullInventory' | 'SummaryInventory';
readonly componentCriteria?: readonly ('Active' | 'Available' | 'Enabled' | 'Problem')[];
/** Only these, of a station of 2.x. */
readonly variables?: readonly ({
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** All of the component when absent. */
readonly variable?: string;
/** Instance of the variable. */
readonly variableInstance?: string;
})[];
/** Of a 1.6 station: these keys only. */
readonly keys?: readonly string[];
};
};
readonly gives: ModelReport;
};
/** Send any CSMS action of the station's OCPP version */
readonly callStation: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** The action. */
readonly action: string;
/** How long to wait for the answer, in seconds. */
readonly timeoutS?: number;
readonly body?: unknown;
};
readonly gives: CommandAnswer;
};
/** End it: what was sent goes on, nothing more is sent */
readonly cancelCampaign: {
readonly takes: {
/** The campaign. */
readonly id: number;
};
readonly gives: Campaign;
};
/** Take a queued command back */
readonly cancelCommand: {
readonly takes: {
/** The command's record. */
readonly id: number;
};
readonly gives: Command;
};
/** Cancel a window that is planned, or end an open one now */
readonly cancelMaintenance: {
readonly takes: {
/** `id` of the window. */
readonly window: number;
};
readonly gives: MaintenanceWindow;
};
/** Let a reservation go */
readonly cancelReservation: {
readonly takes: {
/** Number of the reservation. */
readonly id: number;
};
readonly gives: Reservation;
};
/** Cancel a reservation */
readonly cancelReservationCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: CancelReservationRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: CancelReservationResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Deliver a signed certificate */
readonly certificateSignedCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: CertificateSignedRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: CertificateSignedResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Set the station, an EVSE or a connector operative or inoperative */
readonly changeAvailabilityCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: ChangeAvailabilityRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: ChangeAvailabilityResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Change one's password, and end one's other sessions */
readonly changePassword: {
readonly takes: {
readonly body: {
/** The password so far. */
readonly currentPassword: string;
/** At least 12 characters. */
readonly newPassword: string;
};
};
readonly gives: undefined;
};
/** Change the tariff of a transaction under way */
readonly changeTransactionTariffCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: ChangeTransactionTariffRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: ChangeTransactionTariffResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Sign with a new secret from now on */
readonly changeWebhookSecret: {
readonly takes: {
/** The number of the webhook. */
readonly id: number;
};
readonly gives: NewWebhook;
};
/** Checks the signed meter values of a transaction with the keys registered now */
readonly checkSignatures: {
readonly takes: {
/** The transaction's key in this CSMS. */
readonly id: number;
};
readonly gives: SignedEvents;
};
/** Say that it is over, when the station does not */
readonly clearAlert: {
readonly takes: {
/** The alert's number. */
readonly id: number;
readonly body: {
/** What is known or done. */
readonly note?: string;
};
};
readonly gives: Alert;
};
/** Clear the authorization cache */
readonly clearCacheCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: ClearCacheRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: ClearCacheResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Clear charging profiles */
readonly clearChargingProfileCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: ClearChargingProfileRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: ClearChargingProfileResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Clear settings of a distributed energy resource */
readonly clearDERControlCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: ClearDERControlRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: ClearDERControlResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Take a message off the display */
readonly clearDisplayMessageCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: ClearDisplayMessageRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: ClearDisplayMessageResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Clear monitors by the station's own numbers */
readonly clearMonitors: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
readonly ids: readonly number[];
};
};
readonly gives: {
readonly items: readonly ({
readonly id: number;
/** Accepted, Rejected or NotFound. */
readonly status: string;
})[];
};
};
/** Clear tariffs */
readonly clearTariffsCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: ClearTariffsRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: ClearTariffsResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Remove monitors */
readonly clearVariableMonitoringCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: ClearVariableMonitoringRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: ClearVariableMonitoringResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Takes a transaction for over whose end will not come; a late Ended still completes it */
readonly closeTransaction: {
readonly takes: {
/** The transaction's key in this CSMS. */
readonly id: number;
readonly body: {
/** Why, for whoever reads its story. */
readonly reason: string;
};
};
readonly gives: Transaction;
};
/** Show the driver the cost so far */
readonly costUpdatedCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: CostUpdatedRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: CostUpdatedResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Copies the whole store as it is now with its files, and checks the copy; stations are answered meanwhile */
readonly createBackup: {
readonly takes: {
readonly body: {
/** Its moment when absent; one of this name is replaced. */
readonly name?: string;
};
};
readonly gives: Backup;
};
/** Send commands to many stations */
readonly createCampaign: {
readonly takes: {
readonly body: CampaignOrder;
};
readonly gives: Campaign;
};
/** Make an API key */
readonly createKey: {
readonly takes: {
readonly body: {
/** Who or what it is for. */
readonly name: string;
/** What the caller may do: read; send commands and change tokens too; or everything, keys and stations included. */
readonly role: 'viewer' | 'operator' | 'admin';
/** The key is worth nothing from then on. */
readonly expiresAt?: string;
/** The stations that it may see and command; with groups absent too, all. */
readonly stations?: readonly string[];
/** Groups whose stations it may see and command, whichever they are then. */
readonly groups?: readonly string[];
};
};
readonly gives: NewApiKey;
};
/** Want values of all stations of a kind */
readonly createTemplate: {
readonly takes: {
readonly body: TemplateInput;
};
readonly gives: Template;
};
/** Invite a person */
readonly createUser: {
readonly takes: {
readonly body: {
/** Told apart without regard to case. */
readonly name: string;
/** What the caller may do: read; send commands and change tokens too; or everything, keys and stations included. */
readonly role: 'viewer' | 'operator' | 'admin';
};
};
readonly gives: Invitation;
};
/** Send events to another system */
readonly createWebhook: {
readonly takes: {
readonly body: {
/** Events are POSTed to it. */
readonly url: string;
/** Which events. */
readonly types: readonly ('station' | 'stationRemoved' | 'transaction' | 'meterValues' | 'frame' | 'campaign' | 'command' | 'cdr' | 'deviceModel' | 'modelReport' | 'deviceEvents' | 'alert' | 'notice' | 'report' | 'reservation' | 'firmwareUpdate' | 'health' | 'securityEvent')[];
/** Only of these stations; with groups absent too, of all. */
readonly stations?: readonly string[];
/** Only of stations in these groups. */
readonly groups?: readonly string[];
/** Whether the address may be inside the network: of this machine, private or link-local. */
readonly allowPrivate?: boolean;
/** For people. */
readonly note?: string;
};
};
readonly gives: NewWebhook;
};
/** Report, or erase, what the station knows of a customer */
readonly customerInformationCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: CustomerInformationRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: CustomerInformationResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Send a vendor's own message */
readonly dataTransferCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: DataTransferRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: DataTransferResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Delete a certificate */
readonly deleteCertificateCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: DeleteCertificateRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: DeleteCertificateResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Lets a token or a group have as many transactions at once as it likes */
readonly deleteConcurrencyRule: {
readonly takes: {
/** Whether the rule is about one token or about all tokens of a group together. */
readonly scope: 'token' | 'group';
/** The token or the group, whatever its case. */
readonly id: string;
};
readonly gives: undefined;
};
/** Remove a firmware image and its bytes; updates made with it stay */
readonly deleteFirmwareImage: {
readonly takes: {
/** `id` of the image. */
readonly image: number;
};
readonly gives: undefined;
};
/** Keep a list up to date no longer; stations keep what they have */
readonly deleteLocalList: {
readonly takes: {
/** Name of the list. */
readonly list: string;
};
readonly gives: undefined;
};
/** Forgets the public keys of the meter of an EVSE */
readonly deleteMeterKeys: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** The EVSE; 0 for every meter of the station. */
readonly evseId: number;
};
readonly gives: undefined;
};
/** Forget where the stations of a group stand; the group stays */
readonly deleteSite: {
readonly takes: {
/** A name that operators give: a site, a fleet, a pilot. */
readonly group: string;
};
readonly gives: undefined;
};
/** Remove a station and close its connection */
readonly deleteStation: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: undefined;
};
/** Remove a template */
readonly deleteTemplate: {
readonly takes: {
/** The template's number. */
readonly id: number;
};
readonly gives: undefined;
};
/** Remove a token */
readonly deleteToken: {
readonly takes: {
/** OCPP 2.1 IdTokenEnumStringType. */
readonly type: string;
/** The token, compared without regard to case. */
readonly idToken: string;
};
readonly gives: undefined;
};
/** Forget a group; its tokens keep its name */
readonly deleteTokenGroup: {
readonly takes: {
/** The group id that tokens name, compared without regard to case. */
readonly groupIdToken: string;
};
readonly gives: undefined;
};
/** Remove a person, and end the person's sessions */
readonly deleteUser: {
readonly takes: {
/** The id of the person. */
readonly id: string;
};
readonly gives: undefined;
};
/** Send nothing more, and forget what waits */
readonly deleteWebhook: {
readonly takes: {
/** The number of the webhook. */
readonly id: number;
};
readonly gives: undefined;
};
/** Say what variables of a station should be */
readonly desireValues: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
readonly values: readonly ({
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** Name of the variable. */
readonly variable: string;
/** Instance of the variable. */
readonly variableInstance?: string;
/** AttributeEnumType. */
readonly attributeType?: 'Actual' | 'Target' | 'MinSet' | 'MaxSet';
/** As the message carries it. */
readonly value: string;
})[];
};
};
readonly gives: {
readonly items: readonly Variable[];
};
};
/** Fetch a file, whole or a range of it */
readonly downloadFile: {
readonly takes: {
/** What makes the link a secret. */
readonly secret: string;
/** The name of the file; may be empty. */
readonly name: string;
};
readonly gives: Blob;
};
/** The bytes of a log, whole or a range of them */
readonly downloadLog: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** `id` of the log. */
readonly log: number;
};
readonly gives: Blob;
};
/** All charge detail records that fit, as one file */
readonly exportCdrs: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly stationId?: string;
/** Only with this token. */
readonly idToken?: string;
/** Only of the transaction with this key. */
readonly transaction?: number;
/** Of transactions that were over then or later. */
readonly from?: string;
/** Of transactions that were over before. */
readonly to?: string;
/** Only those that no later record has, or that one has, replaced. */
readonly inForce?: boolean;
/** RFC 4180, or one array. */
readonly format: 'csv' | 'json';
};
readonly gives: string | readonly Cdr[];
};
/** What a station and this CSMS said to each other, as lines of JSON */
readonly exportSession: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only what was received or sent then or later. */
readonly from?: string;
/** Only what was received or sent before. */
readonly to?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: Blob;
};
/** One alert */
readonly getAlert: {
readonly takes: {
/** The alert's number. */
readonly id: number;
};
readonly gives: Alert;
};
/** How often alerts were opened, by code, model and firmware */
readonly getAlertFrequency: {
readonly takes: {
/** Only of this code. */
readonly code?: string;
/** The first day, UTC. */
readonly from?: string;
/** The last day, UTC. */
readonly to?: string;
};
readonly gives: {
readonly items: readonly AlertFrequency[];
};
};
/** How drivers are authorized */
readonly getAuthorizationSettings: {
readonly takes: object;
readonly gives: AuthorizationSettings;
};
/** Ask for a report of the device model */
readonly getBaseReportCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetBaseReportRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetBaseReportResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** A campaign and how far it is */
readonly getCampaign: {
readonly takes: {
/** The campaign. */
readonly id: number;
};
readonly gives: Campaign;
};
/** One charge detail record */
readonly getCdr: {
readonly takes: {
/** Number of the record. */
readonly number: number;
};
readonly gives: Cdr;
};
/** Ask for a report of charging profiles */
readonly getChargingProfilesCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetChargingProfilesRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetChargingProfilesResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** A command and what became of it */
readonly getCommand: {
readonly takes: {
/** The command's record. */
readonly id: number;
};
readonly gives: Command;
};
/** Ask what limit all profiles together come to */
readonly getCompositeScheduleCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetCompositeScheduleRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetCompositeScheduleResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** How many transactions at once a token or a group may have */
readonly getConcurrencyRule: {
readonly takes: {
/** Whether the rule is about one token or about all tokens of a group together. */
readonly scope: 'token' | 'group';
/** The token or the group, whatever its case. */
readonly id: string;
};
readonly gives: ConcurrencyRule;
};
/** What a station holds of a customer, put together */
readonly getCustomerInformation: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** `id` of the report. */
readonly report: number;
};
readonly gives: CustomerInformation;
};
/** Ask for a report of settings of a distributed energy resource */
readonly getDERControlCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetDERControlRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetDERControlResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Ask for a report of display messages */
readonly getDisplayMessagesCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetDisplayMessagesRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetDisplayMessagesResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** One firmware image */
readonly getFirmwareImage: {
readonly takes: {
/** `id` of the image. */
readonly image: number;
};
readonly gives: FirmwareImage;
};
/** Whether the CSMS works */
readonly getHealth: {
readonly takes: object;
readonly gives: Health;
};
/** List installed certificates */
readonly getInstalledCertificateIdsCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetInstalledCertificateIdsRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetInstalledCertificateIdsResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** How long the books wait, and what they keep */
readonly getLedgerSettings: {
readonly takes: object;
readonly gives: LedgerSettings;
};
/** One local authorization list */
readonly getLocalList: {
readonly takes: {
/** Name of the list. */
readonly list: string;
};
readonly gives: LocalList;
};
/** Ask for the version of the local list */
readonly getLocalListVersionCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetLocalListVersionRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetLocalListVersionResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Have the station upload a log */
readonly getLogCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetLogRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetLogResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Who asks: the key or the person */
readonly getMe: {
readonly takes: object;
readonly gives: Me;
};
/** Metrics for Prometheus; without a key from this machine itself */
readonly getMetrics: {
readonly takes: object;
readonly gives: string;
};
/** Ask for a report of monitors */
readonly getMonitoringReportCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetMonitoringReportRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetMonitoringReportResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** What a station watches, and what it should */
readonly getMonitors: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: Monitoring;
};
/** List streams of values */
readonly getPeriodicEventStreamCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetPeriodicEventStreamRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetPeriodicEventStreamResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Whether a station is accepted, and what it waits for */
readonly getRegistration: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: Registration;
};
/** One report with everything that has come of it */
readonly getReport: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** `id` of the report. */
readonly report: number;
};
readonly gives: ReportDetail;
};
/** Ask for a report of some components and variables */
readonly getReportCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetReportRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetReportResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** One reservation */
readonly getReservation: {
readonly takes: {
/** Number of the reservation. */
readonly id: number;
};
readonly gives: Reservation;
};
/** For how long is kept what is not in the books */
readonly getRetention: {
readonly takes: object;
readonly gives: RetentionSettings;
};
/** Where the stations of a group stand */
readonly getSite: {
readonly takes: {
/** A name that operators give: a site, a fleet, a pilot. */
readonly group: string;
};
readonly gives: Site;
};
/** One station */
readonly getStation: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: Station;
};
/** The groups that a station is in */
readonly getStationGroups: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: StationGroups;
};
/** The three lights of a station, each with its evidence */
readonly getStationHealth: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: StationHealth;
};
/** How far a station has its local list */
readonly getStationLocalList: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: StationLocalList;
};
/** The EVSEs and connectors of a station, and how they are known */
readonly getStructure: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: {
readonly items: readonly EvseStructure[];
};
};
/** List tariffs in the station */
readonly getTariffsCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetTariffsRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetTariffsResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** One template */
readonly getTemplate: {
readonly takes: {
/** The template's number. */
readonly id: number;
};
readonly gives: Template;
};
/** One token */
readonly getToken: {
readonly takes: {
/** OCPP 2.1 IdTokenEnumStringType. */
readonly type: string;
/** The token, compared without regard to case. */
readonly idToken: string;
};
readonly gives: Token;
};
/** One group of tokens */
readonly getTokenGroup: {
readonly takes: {
/** The group id that tokens name, compared without regard to case. */
readonly groupIdToken: string;
};
readonly gives: TokenGroup;
};
/** One transaction */
readonly getTransaction: {
readonly takes: {
/** The transaction's key in this CSMS. */
readonly id: number;
};
readonly gives: Transaction;
};
/** Ask whether messages of a transaction are still to come */
readonly getTransactionStatusCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetTransactionStatusRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetTransactionStatusResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** What happened in a transaction: each event, what it proved, and what was inferred */
readonly getTransactionStory: {
readonly takes: {
/** The transaction's key in this CSMS. */
readonly id: number;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: TransactionStory;
};
/** One person */
readonly getUser: {
readonly takes: {
/** The id of the person. */
readonly id: string;
};
readonly gives: User;
};
/** Read variables */
readonly getVariablesCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: GetVariablesRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: GetVariablesResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** One webhook */
readonly getWebhook: {
readonly takes: {
/** The number of the webhook. */
readonly id: number;
};
readonly gives: Webhook;
};
/** Install a root certificate */
readonly installCertificateCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: InstallCertificateRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: InstallCertificateResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Let a person choose a new password */
readonly inviteUser: {
readonly takes: {
/** The id of the person. */
readonly id: string;
};
readonly gives: Invitation;
};
/** What is or was wrong at stations, newest first */
readonly listAlerts: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly stationId?: string;
/** Only of this code. */
readonly code?: string;
/** Only those that go on, or are over. */
readonly open?: boolean;
/** Only those that somebody, or nobody, noted. */
readonly acknowledged?: boolean;
/** 0 danger, 1 hardware failure, 2 system failure, 3 critical, 4 error … 9 debug. */
readonly severity?: number;
/** Only those that began then or later. */
readonly from?: string;
/** Only those that began before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: AlertPage;
};
/** Frames to and from all stations, newest first */
readonly listAllFrames: {
readonly takes: {
/** Only messages of this action and the answers to them. */
readonly action?: string;
/** Only with this message id. */
readonly messageId?: string;
/** Only so, seen from the CSMS. */
readonly direction?: 'in' | 'out';
/** Only those with a verdict, unreadable ones and errors; or only others. */
readonly trouble?: boolean;
/** Only what was received or sent then or later. */
readonly from?: string;
/** Only what was received or sent before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: FramePage;
};
/** Ways of energy transfer that transactions under way at a station were allowed */
readonly listAllowedEnergyTransfers: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: {
readonly items: readonly AllowedEnergyTransfer[];
};
};
/** Who changed what, newest first */
readonly listAudit: {
readonly takes: {
/** Only of this key or person. */
readonly callerId?: string;
/** Only this operation. */
readonly action?: string;
/** Only this path below /api/v1. */
readonly target?: string;
/** Asked for then or later. */
readonly from?: string;
/** Asked for before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: AuditPage;
};
/** Backups beside the data file */
readonly listBackups: {
readonly takes: object;
readonly gives: Backups;
};
/** Batteries that went in and came out at a station, newest first */
readonly listBatterySwaps: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only what happened then or later. */
readonly from?: string;
/** Only what happened before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: BatterySwapPage;
};
/** The stations of a campaign, and what became of each */
readonly listCampaignTargets: {
readonly takes: {
/** The campaign. */
readonly id: number;
/** Only in this state. */
readonly state?: 'pending' | 'active' | 'waiting' | 'awaiting' | 'succeeded' | 'failed' | 'skipped';
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: CampaignTargetPage;
};
/** Campaigns, newest first */
readonly listCampaigns: {
readonly takes: {
/** Only in this state. */
readonly state?: 'scheduled' | 'running' | 'paused' | 'stopped' | 'cancelled' | 'finished';
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: CampaignPage;
};
/** Charge detail records by number, the first one first */
readonly listCdrs: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly stationId?: string;
/** Only with this token. */
readonly idToken?: string;
/** Only of the transaction with this key. */
readonly transaction?: number;
/** Of transactions that were over then or later. */
readonly from?: string;
/** Of transactions that were over before. */
readonly to?: string;
/** Only those that no later record has, or that one has, replaced. */
readonly inForce?: boolean;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: CdrPage;
};
/** Limits that others than this CSMS have set at a station and that hold now */
readonly listChargingLimits: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: readonly ChargingLimit[];
};
/** What the vehicle at each EVSE said last that it needs, and what it planned then */
readonly listChargingNeeds: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: {
readonly items: readonly ChargingNeeds[];
};
};
/** Commands to stations, newest first */
readonly listCommands: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly stationId?: string;
/** Only in this state. */
readonly state?: 'queued' | 'sent' | 'answered' | 'refused' | 'invalidAnswer' | 'timedOut' | 'answeredLate' | 'expired' | 'cancelled' | 'notSent' | 'unknown';
/** Only this action. */
readonly command?: string;
/** Only given by this one. */
readonly by?: string;
/** Only of this campaign. */
readonly campaignId?: number;
/** Only given at this moment or later. */
readonly from?: string;
/** Only given before this moment. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: CommandPage;
};
/** How many transactions at once tokens and groups may have; without a rule any number */
readonly listConcurrencyRules: {
readonly takes: object;
readonly gives: ConcurrencyRules;
};
/** Contract certificates that vehicles at a station wanted, newest first */
readonly listContractCertificateRequests: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only what happened then or later. */
readonly from?: string;
/** Only what happened before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: ContractCertificateRequestPage;
};
/** DER controls that a station said it holds */
readonly listDerControls: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: DerControls;
};
/** What operators want of a station and its EVSEs, against what it reports */
readonly listDesiredAvailability: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: readonly DesiredAvailability[];
};
/** What monitors and components have reported, newest first */
readonly listDeviceEvents: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly stationId?: string;
/** Name of the component. */
readonly component?: string;
/** Name of the variable. */
readonly variable?: string;
/** The technical code. */
readonly techCode?: string;
/** The transaction. */
readonly transactionId?: string;
/** Why it was told. */
readonly trigger?: 'Alerting' | 'Delta' | 'Periodic';
/** Only what happened then or later. */
readonly from?: string;
/** Only what happened before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: DeviceEventPage;
};
/** Messages that a station said it shows */
readonly listDisplayMessages: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: DisplayMessages;
};
/** What is not as it should be, over all stations */
readonly listDrift: {
readonly takes: {
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: VariablePage;
};
/** What a stream carried, message by message, newest first */
readonly listEventStreamSamples: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** The station's number of the stream. */
readonly stream: number;
/** Only messages that begin then or later. */
readonly from?: string;
/** Only messages that begin before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: EventStreamSamplesPage;
};
/** Periodic event streams of a station */
readonly listEventStreams: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: {
readonly items: readonly EventStream[];
};
};
/** The EVSEs of a station */
readonly listEvses: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: readonly Evse[];
};
/** Firmware images, newest first */
readonly listFirmwareImages: {
readonly takes: {
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: FirmwareImagePage;
};
/** Firmware updates of stations, newest first */
readonly listFirmwareUpdates: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly stationId?: string;
/** Only with this image. */
readonly imageId?: number;
/** Only in this state. */
readonly state?: 'Requested' | 'Refused' | 'Running' | 'Installed' | 'Confirmed' | 'Failed' | 'Superseded';
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: FirmwareUpdatePage;
};
/** Frames to and from a station, newest first */
readonly listFrames: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only messages of this action and the answers to them. */
readonly action?: string;
/** Only with this message id. */
readonly messageId?: string;
/** Only so, seen from the CSMS. */
readonly direction?: 'in' | 'out';
/** Only those with a verdict, unreadable ones and errors; or only others. */
readonly trouble?: boolean;
/** Only what was received or sent then or later. */
readonly from?: string;
/** Only what was received or sent before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly before?: number;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: FramePage;
};
/** Every group of stations, with its size, and its place where it is a site */
readonly listGroups: {
readonly takes: object;
readonly gives: GroupList;
};
/** Stations that are Pending or Rejected, and what they wait for */
readonly listHeldStations: {
readonly takes: {
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: RegistrationPage;
};
/** Certificates that a station said it holds, type by type */
readonly listInstalledCertificates: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: {
readonly items: readonly InstalledCertificates[];
};
};
/** Charging profiles that a station said it holds */
readonly listInstalledProfiles: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: InstalledProfiles;
};
/** API keys, without their secrets */
readonly listKeys: {
readonly takes: object;
readonly gives: ApiKeyList;
};
/** How far the stations of a list have it */
readonly listLocalListStations: {
readonly takes: {
/** Name of the list. */
readonly list: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: StationLocalListPage;
};
/** Local authorization lists */
readonly listLocalLists: {
readonly takes: object;
readonly gives: LocalListPage;
};
/** Logs that a station was asked for, newest first */
readonly listLogs: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: StationLogPage;
};
/** Maintenance windows, newest first */
readonly listMaintenanceWindows: {
readonly takes: {
/** Only in this state. */
readonly state?: 'Planned' | 'Open' | 'Closed' | 'Cancelled';
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: MaintenanceWindowPage;
};
/** The public keys with which signed meter values of a station are verified */
readonly listMeterKeys: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: MeterKeys;
};
/** Reports of a device model and of monitors, newest first */
readonly listModelReports: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: ModelReportPage;
};
/** What a station told of its own accord, newest first */
readonly listNotices: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only messages of this action. */
readonly action?: string;
/** Only what happened then or later. */
readonly from?: string;
/** Only what happened before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: NoticePage;
};
/** Priority charging that began or ended at a station itself, newest first */
readonly listPriorityCharging: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only what happened then or later. */
readonly from?: string;
/** Only what happened before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: PriorityChargingPage;
};
/** Reports of a station, newest first */
readonly listReports: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Of its messages. */
readonly action?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: ReportPage;
};
/** Reservations, newest first */
readonly listReservations: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly stationId?: string;
/** Only in this state. */
readonly state?: 'Requested' | 'Active' | 'Refused' | 'Used' | 'Expired' | 'Cancelled' | 'Removed' | 'NoTransaction';
/** Only for this token. */
readonly idToken?: string;
/** Only those that end then or later. */
readonly from?: string;
/** Only those that end before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: ReservationPage;
};
/** Security events, newest first */
readonly listSecurityEvents: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly stationId?: string;
/** Only of this type. */
readonly type?: string;
/** Only what happened then or later. */
readonly from?: string;
/** Only what happened before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: SecurityEventPage;
};
/** Payments at the terminal of a station and what came of them, newest first */
readonly listSettlements: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only what happened then or later. */
readonly from?: string;
/** Only what happened before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: SettlementPage;
};
/** Certificates that a station asked to be signed, newest first */
readonly listSigningRequests: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only what happened then or later. */
readonly from?: string;
/** Only what happened before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: SigningRequestPage;
};
/** Commands to a station, newest first */
readonly listStationCommands: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only in this state. */
readonly state?: 'queued' | 'sent' | 'answered' | 'refused' | 'invalidAnswer' | 'timedOut' | 'answeredLate' | 'expired' | 'cancelled' | 'notSent' | 'unknown';
/** Only this action. */
readonly command?: string;
/** Only given by this one. */
readonly by?: string;
/** Only of this campaign. */
readonly campaignId?: number;
/** Only given at this moment or later. */
readonly from?: string;
/** Only given before this moment. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: CommandPage;
};
/** Meter values of a station, newest first */
readonly listStationMeterValues: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only of this EVSE. */
readonly evseId?: number;
/** Measured then or later. */
readonly from?: string;
/** Measured before. */
readonly to?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: MeterValues;
};
/** Tariffs that a station said it holds */
readonly listStationTariffs: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: {
readonly items: readonly StationTariffs[];
};
};
/** Stations, with their EVSEs and running transactions */
readonly listStations: {
readonly takes: {
/** Only those that are, or are not, connected. */
readonly connected?: boolean;
/** OCPP version. */
readonly version?: '1.6' | '2.0.1' | '2.1';
/** Part of the id, vendor, model or serial number. */
readonly search?: string;
/** Result of the last boot. */
readonly registration?: 'Accepted' | 'Pending' | 'Rejected';
/** Only this vendor; `*` stands for any text. */
readonly vendor?: string;
/** Only this model; `*` stands for any text. */
readonly model?: string;
/** Only this firmware; `*` stands for any text. */
readonly firmwareVersion?: string;
/** Only stations of this group. */
readonly group?: string;
/** How the list is sorted, with a minus the other way round; id when absent. */
readonly sort?: 'id' | 'model' | 'firmwareVersion' | 'lastMessageAt' | 'lastBootAt' | '-id' | '-model' | '-firmwareVersion' | '-lastMessageAt' | '-lastBootAt';
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: StationPage;
};
/** Who knocked under a name that no station has */
readonly listStrangers: {
readonly takes: object;
readonly gives: {
readonly items: readonly Stranger[];
};
};
/** Templates of desired values */
readonly listTemplates: {
readonly takes: object;
readonly gives: {
readonly items: readonly Template[];
};
};
/** Groups of tokens */
readonly listTokenGroups: {
readonly takes: object;
readonly gives: TokenGroupPage;
};
/** Tokens, by their ids */
readonly listTokens: {
readonly takes: {
/** Only ids that begin so, capitals or not. */
readonly search?: string;
/** OCPP 2.1 IdTokenEnumStringType. */
readonly type?: string;
/** Only of this group. */
readonly groupIdToken?: string;
/** Only so. */
readonly status?: 'Accepted' | 'Blocked' | 'Expired' | 'Invalid';
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: TokenPage;
};
/** What the station said that a transaction costs, by its events; `limit` counts those */
readonly listTransactionCosts: {
readonly takes: {
/** The transaction's key in this CSMS. */
readonly id: number;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: TransactionCosts;
};
/** The ledger of a transaction: every event that arrived, by sequence number */
readonly listTransactionEvents: {
readonly takes: {
/** The transaction's key in this CSMS. */
readonly id: number;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: TransactionEvents;
};
/** What was measured during a transaction, by its events; `limit` counts those */
readonly listTransactionMeterValues: {
readonly takes: {
/** The transaction's key in this CSMS. */
readonly id: number;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: TransactionMeterValues;
};
/** Transactions, newest first */
readonly listTransactions: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly stationId?: string;
/** Only those that are, or are not, under way. */
readonly active?: boolean;
/** Only with this token. */
readonly idToken?: string;
/** Only those with events that never came, or whose numbers rest on a reading that leaves a choice. */
readonly trouble?: 'gaps' | 'doubts' | 'any';
/** Only those that began then or later. */
readonly from?: string;
/** Only those that began before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: TransactionPage;
};
/** People who may sign in */
readonly listUsers: {
readonly takes: object;
readonly gives: UserList;
};
/** What happened to one variable, newest first */
readonly listVariableHistory: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** Name of the variable. */
readonly variable: string;
/** Instance of the variable. */
readonly variableInstance?: string;
/** AttributeEnumType. */
readonly attributeType?: 'Actual' | 'Target' | 'MinSet' | 'MaxSet';
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: VariableHistoryPage;
};
/** The device model of a station: reported and desired values */
readonly listVariables: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only of this component. */
readonly component?: string;
/** Only what is, or is not, as it should be. */
readonly drift?: boolean;
/** Only what somebody wants, or nobody does. */
readonly desired?: boolean;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: VariablePage;
};
/** VAT numbers that a station asked about, newest first */
readonly listVatValidations: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** Only what happened then or later. */
readonly from?: string;
/** Only what happened before. */
readonly to?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: VatValidationPage;
};
/** What stations do wrong, the newest kinds first */
readonly listViolations: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly stationId?: string;
/** What was broken. */
readonly rule?: 'frame' | 'message-type' | 'schema' | 'leniency' | 'unknown-action' | 'wrong-direction' | 'before-acceptance' | 'repeated-call' | 'repeated-id' | 'overlapping-call' | 'late-answer' | 'answer-to-nothing' | 'invalid-answer' | 'flood' | 'status-transition' | 'meter-backwards' | 'seqno-reused' | 'impossible-time' | 'ends-before-start' | 'other-evse' | 'ended-twice' | 'shared-identity' | 'meter-signature';
/** Only of stations of this model; `*` stands for any text. */
readonly model?: string;
/** Only with this firmware; `*` stands for any text. */
readonly firmwareVersion?: string;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: StationViolationPage;
};
/** Attempts to hand over events, of a week, newest first */
readonly listWebhookDeliveries: {
readonly takes: {
/** The number of the webhook. */
readonly id: number;
/** `nextCursor` of the page before. */
readonly cursor?: string;
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: WebhookDeliveryPage;
};
/** Webhooks, without their secrets */
readonly listWebhooks: {
readonly takes: object;
readonly gives: WebhookList;
};
/** The request of an UpdateFirmware command with this image, for a campaign */
readonly makeFirmwareRequest: {
readonly takes: {
/** `id` of the image. */
readonly image: number;
readonly body: {
/** How long. */
readonly validForS: number;
};
};
readonly gives: FirmwareRequest;
};
/** Say which ways of energy transfer a driver may use */
readonly notifyAllowedEnergyTransferCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: NotifyAllowedEnergyTransferRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: NotifyAllowedEnergyTransferResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Say that a driver pays on the web page now */
readonly notifyWebPaymentStartedCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: NotifyWebPaymentStartedRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: NotifyWebPaymentStartedResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Start nothing more, and take back what waits for its station */
readonly pauseCampaign: {
readonly takes: {
/** The campaign. */
readonly id: number;
};
readonly gives: Campaign;
};
/** Plan a time in which stations are out of service */
readonly planMaintenance: {
readonly takes: {
readonly body: {
/** Which stations; or `group`. */
readonly stationIds?: readonly string[];
/** A group of stations; or `stationIds`. */
readonly group?: string;
/** The whole station when absent. */
readonly evseId?: number;
/** When it begins. */
readonly startsAt: string;
/** When it ends. */
readonly endsAt: string;
/** For people. */
readonly reason?: string;
};
};
readonly gives: MaintenanceWindow;
};
/** Which stations a selection means now */
readonly previewCampaign: {
readonly takes: {
readonly body: StationSelection;
};
readonly gives: SelectedStations;
};
/** Have a local controller publish firmware to its stations */
readonly publishFirmwareCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: PublishFirmwareRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: PublishFirmwareResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Change how drivers are authorized */
readonly putAuthorizationSettings: {
readonly takes: {
readonly body: {
/** How long stations may keep an answer in their cache. */
readonly cacheLifetimeS?: number;
readonly webhook?: {
/** Gets a POST with {stationId, evseId, idToken, type, at} and answers {status, …}. */
readonly url: string;
/** About which tokens it is asked: all, or those that the table does not know. */
readonly asks: 'all' | 'unknown';
/** How long a driver waits for it. */
readonly timeoutMs: number;
/** Without an answer the table decides, or the driver is turned away. */
readonly fallback: 'table' | 'reject';
/** How long its answer is used again for the same question, unless it expires before. */
readonly rememberS: number;
/** Whether its address may be one inside the network. */
readonly allowPrivate: boolean;
/** Sent as a bearer token. */
readonly secret?: string;
};
};
};
readonly gives: AuthorizationSettings;
};
/** Limits the transactions at once of a token or a group; more get ConcurrentTx */
readonly putConcurrencyRule: {
readonly takes: {
/** Whether the rule is about one token or about all tokens of a group together. */
readonly scope: 'token' | 'group';
/** The token or the group, whatever its case. */
readonly id: string;
readonly body: {
/** Transactions at once. */
readonly max: number;
};
};
readonly gives: ConcurrencyRule;
};
/** Take a station, an EVSE or a connector out of service, or back in */
readonly putDesiredAvailability: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
/** EVSE number; 0 is the station as a whole. */
readonly evseId: number;
/** All when absent. */
readonly connectorId?: number;
/** OCPP 2.1 OperationalStatusEnumType. */
readonly operationalStatus: 'Operative' | 'Inoperative';
};
};
readonly gives: DesiredAvailability;
};
/** Decides how long the books wait, and what they keep */
readonly putLedgerSettings: {
readonly takes: {
readonly body: LedgerSettings;
};
readonly gives: LedgerSettings;
};
/** Say which tokens which stations shall know */
readonly putLocalList: {
readonly takes: {
/** Name of the list. */
readonly list: string;
readonly body: {
/** Which stations; or `group`. */
readonly stationIds?: readonly string[];
/** A group of stations; or `stationIds`. */
readonly group?: string;
/** Only tokens of these groups; every token when absent. */
readonly tokenGroups?: readonly string[];
};
};
readonly gives: LocalList;
};
/** Adds the public key of the meter of an EVSE, or with 0 of every meter of the station */
readonly putMeterKey: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** The EVSE; 0 for every meter of the station. */
readonly evseId: number;
readonly body: {
/** `oca:base16:asn1:…`, base16 or base64 of its SubjectPublicKeyInfo, or PEM. One that comes with the data proves nothing until it stands here. */
readonly publicKey: string;
};
};
readonly gives: MeterKey;
};
/** Say which monitors a station has to begin with */
readonly putMonitoringBase: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
readonly base: 'All' | 'FactoryDefault' | 'HardWiredOnly';
};
};
readonly gives: Monitoring;
};
/** Say up to which severity monitors report */
readonly putMonitoringLevel: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
readonly severity: number;
};
};
readonly gives: Monitoring;
};
/** Accept a station, reject it, or keep it Pending */
readonly putRegistration: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
readonly registration: 'Accepted' | 'Pending' | 'Rejected';
readonly reason?: string;
};
};
readonly gives: Registration;
};
/** Decides for how long is kept what is not in the books */
readonly putRetention: {
readonly takes: {
readonly body: RetentionSettings;
};
readonly gives: RetentionSettings;
};
/** Make a group of stations a site, or change what is known of it */
readonly putSite: {
readonly takes: {
/** A name that operators give: a site, a fleet, a pilot. */
readonly group: string;
readonly body: Site;
};
readonly gives: Site;
};
/** Register a station, or change its password */
readonly putStation: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
/** Basic-auth password of the station. Its security profile begins at 1 again: it may come without a certificate. */
readonly password?: string;
};
};
readonly gives: Station;
};
/** Say which groups a station is in */
readonly putStationGroups: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: StationGroups;
};
readonly gives: StationGroups;
};
/** Change a template */
readonly putTemplate: {
readonly takes: {
/** The template's number. */
readonly id: number;
readonly body: TemplateInput;
};
readonly gives: Template;
};
/** Add a token, or change one */
readonly putToken: {
readonly takes: {
/** OCPP 2.1 IdTokenEnumStringType. */
readonly type: string;
/** The token, compared without regard to case. */
readonly idToken: string;
readonly body: {
/** What a station is told that asks for it. */
readonly status: 'Accepted' | 'Blocked' | 'Expired' | 'Invalid';
/** Tokens of one group may end each other’s transactions. */
readonly groupIdToken?: string;
/** Expired from then on. */
readonly expiresAt?: string;
/** For people. */
readonly note?: string;
/** The driver's, RFC 5646. */
readonly language?: string;
/** For the driver’s eyes, at the station. */
readonly personalMessage?: string;
/** The only places where it is good; everywhere when absent. */
readonly allowedAt?: readonly ({
/** The identity in the station's WebSocket URL. */
readonly stationId: string;
/** Every EVSE there when absent. */
readonly evseIds?: readonly number[];
})[];
};
};
readonly gives: Token;
};
/** Add a group of tokens, or change one */
readonly putTokenGroup: {
readonly takes: {
/** The group id that tokens name, compared without regard to case. */
readonly groupIdToken: string;
readonly body: {
/** For people. */
readonly name?: string;
/** Blocked blocks all of its tokens. */
readonly status: 'Accepted' | 'Blocked';
/** All of its tokens are expired from then on. */
readonly expiresAt?: string;
/** Its tokens end any transaction and start none. Stations must have it as AuthCtrlr.MasterPassGroupId. */
readonly masterPass: boolean;
};
};
readonly gives: TokenGroup;
};
/** Change a person's role, and end the person's sessions */
readonly putUser: {
readonly takes: {
/** The id of the person. */
readonly id: string;
readonly body: {
/** What the caller may do: read; send commands and change tokens too; or everything, keys and stations included. */
readonly role: 'viewer' | 'operator' | 'admin';
};
};
readonly gives: User;
};
/** Change a webhook, disable it, or enable it again */
readonly putWebhook: {
readonly takes: {
/** The number of the webhook. */
readonly id: number;
readonly body: {
/** Events are POSTed to it. */
readonly url: string;
/** Which events. */
readonly types: readonly ('station' | 'stationRemoved' | 'transaction' | 'meterValues' | 'frame' | 'campaign' | 'command' | 'cdr' | 'deviceModel' | 'modelReport' | 'deviceEvents' | 'alert' | 'notice' | 'report' | 'reservation' | 'firmwareUpdate' | 'health' | 'securityEvent')[];
/** Only of these stations; with groups absent too, of all. */
readonly stations?: readonly string[];
/** Only of stations in these groups. */
readonly groups?: readonly string[];
/** Whether the address may be inside the network: of this machine, private or link-local. */
readonly allowPrivate?: boolean;
/** For people. */
readonly note?: string;
/** Whether events are sent. */
readonly state?: 'active' | 'disabled';
};
};
readonly gives: Webhook;
};
/** Ask a station which streams are open */
readonly readEventStreams: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: {
readonly items: readonly EventStream[];
};
};
/** Register firmware that stations can be given */
readonly registerFirmwareImage: {
readonly takes: {
readonly body: {
/** As stations report it when they boot with it. */
readonly version: string;
readonly vendor?: string;
readonly model?: string;
/** Where it lies; its bytes are sent here when absent. */
readonly url?: string;
/** Base64; makes the update a signed one. */
readonly signature?: string;
/** PEM. */
readonly signingCertificate?: string;
/** For people. */
readonly note?: string;
};
};
readonly gives: NewFirmwareImage;
};
/** Want a monitor no more: it is cleared at the station */
readonly releaseMonitor: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** The number of the desired monitor here. */
readonly monitor: number;
};
readonly gives: Monitoring;
};
/** Want no value any more; the station keeps what it has */
readonly releaseValues: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
readonly variables: readonly ({
/** Name of the component; '' for a key of 1.6 without a place in 2.x. */
readonly component: string;
/** Instance of the component. */
readonly componentInstance?: string;
/** Of a component of an EVSE. */
readonly evseId?: number;
/** Of a component of a connector. */
readonly connectorId?: number;
/** Name of the variable. */
readonly variable: string;
/** Instance of the variable. */
readonly variableInstance?: string;
/** AttributeEnumType. */
readonly attributeType?: 'Actual' | 'Target' | 'MinSet' | 'MaxSet';
})[];
};
};
readonly gives: {
readonly items: readonly Variable[];
};
};
/** Ask a station to start a transaction */
readonly remoteStart: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
/** Where; any EVSE when absent. */
readonly evseId?: number;
readonly idToken: string;
/** Central when absent. */
readonly idTokenType?: string;
};
};
readonly gives: CommandAnswer;
};
/** Ask a station to stop a transaction */
readonly remoteStop: {
readonly takes: {
/** The transaction's key in this CSMS. */
readonly id: number;
};
readonly gives: CommandAnswer;
};
/** Start a battery swap */
readonly requestBatterySwapCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: RequestBatterySwapRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: RequestBatterySwapResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Ask a station for a log */
readonly requestLog: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
/** OCPP 2.1 LogEnumType; a 1.6 station without the security extension has the first. */
readonly logType: 'DiagnosticsLog' | 'SecurityLog' | 'DataCollectorLog';
/** From when. */
readonly oldestAt?: string;
/** Until when. */
readonly latestAt?: string;
};
};
readonly gives: StationLog;
};
/** Ask a station for something that it answers in parts */
readonly requestReport: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
/** The question. */
readonly action: 'GetDisplayMessages' | 'GetChargingProfiles' | 'CustomerInformation' | 'GetDERControl';
/** Without `requestId`. */
readonly payload?: unknown;
};
};
readonly gives: Report;
};
/** Start a transaction */
readonly requestStartTransactionCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: RequestStartTransactionRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: RequestStartTransactionResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Stop a transaction */
readonly requestStopTransactionCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: RequestStopTransactionRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: RequestStopTransactionResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Hold an EVSE of a station for a driver */
readonly reserve: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
/** Any when absent. */
readonly evseId?: number;
/** OCPP 2.1 ConnectorEnumStringType. */
readonly connectorType?: string;
readonly idToken: string;
readonly idTokenType: string;
readonly groupIdToken?: string;
/** Until when; not over yet. */
readonly expiresAt: string;
};
};
readonly gives: Reservation;
};
/** Reserve an EVSE */
readonly reserveNowCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: ReserveNowRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: ReserveNowResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Reset the station, or an EVSE */
readonly resetCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: ResetRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: ResetResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Go on, also after it stopped by itself */
readonly resumeCampaign: {
readonly takes: {
/** The campaign. */
readonly id: number;
};
readonly gives: Campaign;
};
/** Revoke an API key, and end the event streams opened with it */
readonly revokeKey: {
readonly takes: {
/** The part of the key that is no secret. */
readonly id: string;
};
readonly gives: undefined;
};
/** Send a local authorization list */
readonly sendLocalListCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: SendLocalListRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: SendLocalListResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Set a charging profile */
readonly setChargingProfileCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: SetChargingProfileRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: SetChargingProfileResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Set a control of a distributed energy resource */
readonly setDERControlCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: SetDERControlRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: SetDERControlResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Set the default tariff of an EVSE, or of all */
readonly setDefaultTariffCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: SetDefaultTariffRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: SetDefaultTariffResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Show a message on the display */
readonly setDisplayMessageCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: SetDisplayMessageRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: SetDisplayMessageResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Set which monitors are active */
readonly setMonitoringBaseCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: SetMonitoringBaseRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: SetMonitoringBaseResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Set how severe an event must be to be told */
readonly setMonitoringLevelCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: SetMonitoringLevelRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: SetMonitoringLevelResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Set a network connection profile */
readonly setNetworkProfileCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: SetNetworkProfileRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: SetNetworkProfileResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Set monitors */
readonly setVariableMonitoringCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: SetVariableMonitoringRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: SetVariableMonitoringResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Set variables */
readonly setVariablesCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: SetVariablesRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: SetVariablesResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Sign in with a password */
readonly signIn: {
readonly takes: {
readonly body: {
readonly name: string;
readonly password: string;
};
};
readonly gives: Session;
};
/** End the session of the cookie */
readonly signOut: {
readonly takes: object;
readonly gives: undefined;
};
/** What models and firmware versions do wrong, the most frequent first */
readonly summariseViolations: {
readonly takes: {
/** Items on a page, at most. */
readonly limit?: number;
};
readonly gives: ViolationSummaryPage;
};
/** Compare a station’s local list now, and bring it up to date */
readonly syncLocalList: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
};
readonly gives: StationLocalList;
};
/** Send an event of the type `test`, and tell what came of it */
readonly testWebhook: {
readonly takes: {
/** The number of the webhook. */
readonly id: number;
};
readonly gives: WebhookTest;
};
/** Ask for a message */
readonly triggerMessageCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: TriggerMessageRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: TriggerMessageResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Unlock a connector */
readonly unlockConnectorCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: UnlockConnectorRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: UnlockConnectorResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Have a local controller stop to publish firmware */
readonly unpublishFirmwareCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: UnpublishFirmwareRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: UnpublishFirmwareResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Update a dynamic charging schedule */
readonly updateDynamicScheduleCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: UpdateDynamicScheduleRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: UpdateDynamicScheduleResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Give a station firmware */
readonly updateFirmware: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
readonly imageId: number;
/** When to fetch it; at once when absent. */
readonly retrieveAt?: string;
/** When to install it; as soon as it can when absent. */
readonly installAt?: string;
readonly retries?: number;
readonly retryIntervalS?: number;
};
};
readonly gives: FirmwareUpdate;
};
/** Update the firmware */
readonly updateFirmwareCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: UpdateFirmwareRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: UpdateFirmwareResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Send a file, or go on with a part of it */
readonly uploadFile: {
readonly takes: {
/** What makes the link a secret. */
readonly secret: string;
/** The name of the file; may be empty. */
readonly name: string;
};
readonly gives: undefined;
};
/** Send a file, or go on with a part of it */
readonly uploadFileByPost: {
readonly takes: {
/** What makes the link a secret. */
readonly secret: string;
/** The name of the file; may be empty. */
readonly name: string;
};
readonly gives: undefined;
};
/** Start or stop priority charging */
readonly usePriorityChargingCommand: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
/** How long to wait for the answer once it is sent, in seconds; 30 when absent. */
readonly timeoutS?: number;
/** What to do when the station is away, or its boot not accepted yet: say so at once (when absent), or keep the command until it can be sent, and answer 202. */
readonly whenAway?: 'fail' | 'queue';
/** How long a queued command may wait, in seconds; a day when absent. */
readonly expiresInS?: number;
readonly body: UsePriorityChargingRequest;
};
readonly gives: {
/** The record of the command. */
readonly commandId: number;
readonly state: 'answered';
readonly answer: UsePriorityChargingResponse;
/** Whether the answer says yes. */
readonly accepted: boolean;
/** Why not, in plain words. */
readonly cause?: string;
} | QueuedCommand;
};
/** Tells a record again from the ledger and compares every byte */
readonly verifyCdr: {
readonly takes: {
/** Number of the record. */
readonly number: number;
};
readonly gives: CdrVerification;
};
/** Want monitors of a station */
readonly wantMonitors: {
readonly takes: {
/** The identity in the station's WebSocket URL. */
readonly id: string;
readonly body: {
readonly monitors: readonly DesiredMonitorInput[];
};
};
readonly gives: Monitoring;
};
}
