export {
  checkDynamicUpdate,
  checkRequestStartProfile,
  checkSetChargingProfile,
} from './check/check.ts';
export type {
  EvseFacts,
  ProfileReason,
  SetProfileRequest,
  SetProfileVerdict,
  StartProfileVerdict,
  StationFacts,
  SupportedFeatures,
} from './check/facts.ts';
export { type ClearQuery, clearMatches } from './clear.ts';
export { drawRandomDelays, type RandomDelays } from './compile.ts';
export {
  type ChargingPoint,
  type CompositeScheduleQuery,
  compositeSchedule,
  type LimitStep,
  limitsBetween,
  type Site,
} from './composite.ts';
export {
  fromOcpp16Profile,
  fromOcpp16Purpose,
  toOcpp16CompositeSchedule,
  toOcpp16Profile,
} from './dialects/ocpp16.ts';
export {
  fromOcpp201Profile,
  toOcpp201CompositeSchedule,
  toOcpp201Profile,
} from './dialects/ocpp201.ts';
export { distribute, type Load } from './distribute.ts';
export { updateDynamicProfile } from './dynamic.ts';
export {
  installProfile,
  withoutExpired,
  withoutOfflineExpired,
  withoutTransaction,
} from './install.ts';
export { limitNow, lowestPhaseLimit } from './limit-now.ts';
export { type LocalTime, offsetTime, zoneTime } from './local-time.ts';
export { profileLimitAt } from './locate.ts';
export type {
  ChargingProfile,
  ChargingSchedule,
  ChargingSchedulePeriod,
  CompositeSchedule,
  Conditions,
  InstalledProfile,
  Limit,
  LimitInForce,
  Purpose,
  RateUnit,
  Supply,
} from './model.ts';
export { moveProfile } from './move.ts';
export { type GetQuery, getMatches, reportPages } from './report.ts';
export {
  compileStack,
  type ProfileStack,
  type SetpointPriority,
  type StackInput,
} from './stack.ts';
