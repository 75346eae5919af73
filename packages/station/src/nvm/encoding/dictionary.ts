/*
 * What stations write into their black boxes: frames of OCPP and what goes with them, as often as it pays. It is part of
 * the layout of a batch on flash: another dictionary is another layout.
 */
export const DICTIONARY = [
  // What is done to a station, and what it does.
  '["start"]["swipe",{"idToken":"["dial",1,"wss://["lock",1,1,true]["offer",1,16]["setContactor",1,true]["setContactor",1,false]',
  '["terminate",1]["close",1,1000,""][1,"closed",1006,""][1,"failed",{"reason":"network","code":"ETIMEDOUT"}]',
  '[1,"opened","ocpp2.0.1"][1,"opened","ocpp2.1"][1,"opened","ocpp1.6"]["bay",1,true]["pilot",1,1,"A"]["pilot",1,1,"B"]["pilot",1,1,"C"]',
  '"registration state=\\"Accepted\\"",null]"link connected=true version=\\"2.1\\"",null]"link connected=false",null]',
  '"linkFailed reason=\\"ETIMEDOUT\\"",null]"connector evseId=1 connectorId=1 availabilityState=\\"Occupied\\"",null]',
  '"authorization EVSE 1 accepted "storage {"type":"',
  // Messages that come now and then.
  '"StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available","timestamp":"',
  '"StatusNotification",{"timestamp":"2026-01-01T00:00:00.000Z","connectorStatus":"Occupied","evseId":1,"connectorId":1}]',
  '"BootNotification",{"reason":"PowerUp","chargingStation":{"vendorName":"","model":"","serialNumber":"","firmwareVersion":"1.0.0"}}]',
  '{"status":"Accepted","currentTime":"2026-01-01T00:00:00.000Z","interval":900}]',
  '"NotifyEvent",{"generatedAt":"2026-01-01T00:00:00.000Z","seqNo":0,"eventData":[{"eventId":1,"timestamp":"","trigger":"Delta","actualValue":"true","eventNotificationType":"HardWiredNotification","component":{"name":"Connector","evse":{"id":1,"connectorId":1}},"variable":{"name":"AvailabilityState"}}]}]',
  '"GetVariables",{"getVariableData":[{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"HeartbeatInterval"}}]}]',
  '{"getVariableResult":[{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"HeartbeatInterval"},"attributeStatus":"Accepted","attributeValue":"900"}]}]',
  '"GetConfiguration",{"key":["HeartbeatInterval"]}]{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"900"}]}]',
  '"SecurityEventNotification",{"type":"StartupOfTheDevice","timestamp":"',
  '"Authorize",{"idToken":{"idToken":"","type":"ISO14443"}}]"Authorize",{"idTag":"',
  '"StartTransaction",{"connectorId":1,"idTag":"","meterStart":0,"timestamp":"',
  '"StopTransaction",{"transactionId":1,"meterStop":0,"reason":"EVDisconnected","timestamp":"',
  '{"idTokenInfo":{"status":"Accepted","groupIdToken":{"idToken":"","type":"Central"}}}],{"idTagInfo":{"status":"Accepted"},"transactionId":',
  // Transactions.
  '"MeterValues",{"connectorId":1,"transactionId":1,"meterValue":[{"timestamp":"2026-01-01T00:00:00.000Z","sampledValue":[{"value":"1","unit":"Wh","measurand":"Energy.Active.Import.Register","context":"Sample.Periodic"},{"value":"1","unit":"W","measurand":"Power.Active.Import","context":"Sample.Periodic"}]}]}]',
  '"triggerReason":"ChargingStateChanged","triggerReason":"CablePluggedIn","triggerReason":"Authorized","triggerReason":"MeterValueClock","triggerReason":"EVDeparted","triggerReason":"StopAuthorized",',
  '"chargingState":"EVConnected","stoppedReason":"EVDisconnected","chargingState":"SuspendedEV","chargingState":"SuspendedEVSE","chargingState":"Idle","stoppedReason":"Local"',
  '"eventType":"Started","eventType":"Ended","offline":true,"numberOfPhasesUsed":3,"evse":{"id":1,"connectorId":1},"idToken":{"idToken":"","type":"ISO14443"}',
  '"context":"Transaction.Begin"},"context":"Transaction.End"},"context":"Sample.Clock"},',
  // What there is most of comes last.
  '",null]","transaction Updated MeterValuePeriodic",null] Started  Ended  ChargingStateChanged",null]',
  '["ping",1][1,"pong"]["clock",1,1767571232671.["buffered 1",1,139]"Heartbeat",{}]{"currentTime":"2026-01-01T00:00:00.000Z"}]',
  '["meter 1",1,{"registerWh":36248,"powerW":6900,"currentA":[16,16,16],"voltageV":[230,230,230],"socPercent":54.',
  '"TransactionEvent",{"eventType":"Updated","timestamp":"2026-01-01T00:00:00.000Z","triggerReason":"MeterValuePeriodic","seqNo":1,"transactionInfo":{"transactionId":"","chargingState":"Charging"},"meterValue":[{"timestamp":"2026-01-01T00:00:00.000Z","sampledValue":[',
  '{"value":36305.7,"unitOfMeasure":{"unit":"Wh"},"measurand":"Energy.Active.Import.Register","context":"Sample.Periodic"},',
  '{"value":6900,"unitOfMeasure":{"unit":"W"},"measurand":"Power.Active.Import","context":"Sample.Periodic"},',
  '{"value":16,"unitOfMeasure":{"unit":"A"},"phase":"L1","measurand":"Current.Import","context":"Sample.Periodic"},',
  '{"value":230,"unitOfMeasure":{"unit":"V"},"phase":"L1-N","measurand":"Voltage","context":"Sample.Periodic"},',
  '{"value":59,"unitOfMeasure":{"unit":"Percent"},"location":"EV","measurand":"SoC","context":"Sample.Periodic"}]}]}]',
  '1 [3,"",{}]1 [2,"',
].join('');
