/**
 * Attribute names in one place; metrics are in `metrics.ts`. Semantic conventions 1.45; messaging, gen_ai and rpc are still
 * marked "development" there, so this is the file to change when they move.
 */
export const attributes = {
  messagingSystem: 'messaging.system',
  messagingOperation: 'messaging.operation.name',
  messagingOperationType: 'messaging.operation.type',
  messagingDestination: 'messaging.destination.name',
  messagingPartition: 'messaging.destination.partition.id',
  messagingOffset: 'messaging.kafka.offset',
  messagingGroup: 'messaging.consumer.group.name',
  rpcSystem: 'rpc.system',
  rpcService: 'rpc.service',
  rpcMethod: 'rpc.method',
  rpcGrpcStatus: 'rpc.grpc.status_code',
  httpMethod: 'http.request.method',
  httpRoute: 'http.route',
  httpStatus: 'http.response.status_code',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  genAiOperation: 'gen_ai.operation.name',
  genAiProvider: 'gen_ai.provider.name',
  genAiRequestModel: 'gen_ai.request.model',
  genAiMaxTokens: 'gen_ai.request.max_tokens',
  genAiTokenType: 'gen_ai.token.type',
  genAiInputTokens: 'gen_ai.usage.input_tokens',
  genAiCachedTokens: 'gen_ai.usage.cache_read.input_tokens',
  genAiOutputTokens: 'gen_ai.usage.output_tokens',
  genAiFinishReasons: 'gen_ai.response.finish_reasons',
  genAiToolName: 'gen_ai.tool.name',
  genAiToolCallId: 'gen_ai.tool.call.id',
  errorType: 'error.type',
  conversationId: 'turnfleet.conversation.id',
  turnId: 'turnfleet.turn.id',
  turnStatus: 'turnfleet.turn.status',
  /** What an agent does: `claim`, `say`. */
  agentCommand: 'turnfleet.agent.command',
  agentCommandOutcome: 'turnfleet.agent.command.outcome',
  turnAttempt: 'turnfleet.turn.attempt',
  dialogueIntent: 'turnfleet.dialogue.intent',
  /** 0 to 1. */
  dialogueConfidence: 'turnfleet.dialogue.confidence',
  flowName: 'turnfleet.flow.name',
  /** Where it waits. */
  flowStep: 'turnfleet.flow.step',
  /** What flows made of a message, or how one ended. */
  flowOutcome: 'turnfleet.flow.outcome',
  /** Names of slots that got another value. */
  flowSlots: 'turnfleet.flow.slots',
  toolOutcome: 'turnfleet.tool.outcome',
  /** Why a call was not made: `load`. */
  toolSkipped: 'turnfleet.tool.skipped',
  /** RFC 3339: when what the tool returned was asked for. */
  toolAsOf: 'turnfleet.tool.as_of',
  /** How the instance that got a call was chosen. */
  balancing: 'turnfleet.balancing',
  /** One sentence an instance that could have been: `10.0.0.7:50051: 12.5 ms, 3 running, …`. */
  balancingCandidates: 'turnfleet.balancing.candidates',
  /** A second attempt, as the first took longer than nearly all do. */
  hedged: 'turnfleet.hedged',
  modelEndpoint: 'turnfleet.model.endpoint',
  modelCall: 'turnfleet.model.call',
  routeRule: 'turnfleet.route.rule',
  routeStrategy: 'turnfleet.route.strategy',
  routeModel: 'turnfleet.route.model',
  routeEndpoint: 'turnfleet.route.endpoint',
  /** One sentence a candidate, best first: `deepseek-v3.2 at openai: 0.0002 (about $0.0002)`. */
  routeCandidates: 'turnfleet.route.candidates',
  /** One sentence each of those that may not be asked, with why. */
  routeExcluded: 'turnfleet.route.excluded',
  routeComplexity: 'turnfleet.route.complexity',
  routePeak: 'turnfleet.route.peak',
  /** Why the conversation has another model than before; absent: it has the same. */
  routeChanged: 'turnfleet.route.changed',
  routeReason: 'turnfleet.route.reason',
  /** Of a call and its hedge, the one that spoke first. */
  routeWinner: 'turnfleet.route.winner',
} as const;
