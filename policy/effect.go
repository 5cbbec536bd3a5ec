package policy

// Effect is what came of a finding: the rule's level, or less by the ratchet, an exemption or the action.
type Effect string

// The effects.
const (
	// Blocks refuses the registration.
	Blocks Effect = "enforce"
	// Reviews refuses it until the rule's owner approves.
	Reviews Effect = "review"
	// Warns lets it pass and tells the caller.
	Warns Effect = "warn"
	// Recorded lets it pass and tells nobody but the log.
	Recorded Effect = "dry_run"
	// Exempted is waived by an exemption, which the finding names.
	Exempted Effect = "exempt"
)

// Why says where an [Effect] comes from.
type Why string

// The reasons.
const (
	// ByLevel: the roll-out says so.
	ByLevel Why = "level"
	// ByDate: the roll-out's `then` has come into force.
	ByDate Why = "rollout_date"
	// Existing: the version before has the same finding, and the roll-out does not refuse those.
	Existing Why = "existing"
	// ByExemption: an exemption waives it, or waived it until a few days ago.
	ByExemption Why = "exempt"
	// ByAction: the action records only (import, audit, impact).
	ByAction Why = "action"
	// ByOnError: the rule failed, and its metadata say what that means.
	ByOnError Why = "on_error"
	// ByQuarantine: the rule ran over its time too often and is no longer asked.
	ByQuarantine Why = "quarantine"
)
