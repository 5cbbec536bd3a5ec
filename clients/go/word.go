package concord

import "strings"

// Words are strings: those that this release does not know survive, and an empty one means that nothing is said.

// Type is the format of a schema.
type Type string

// The formats. An empty type of a schema that is sent means Avro.
const (
	Avro     Type = "AVRO"
	Protobuf Type = "PROTOBUF"
	JSON     Type = "JSON"
)

// Level says which versions a new one is compared with, and in which direction.
type Level string

// The levels.
const (
	None               Level = "NONE"
	Backward           Level = "BACKWARD"
	BackwardTransitive Level = "BACKWARD_TRANSITIVE"
	Forward            Level = "FORWARD"
	ForwardTransitive  Level = "FORWARD_TRANSITIVE"
	Full               Level = "FULL"
	FullTransitive     Level = "FULL_TRANSITIVE"
)

// Judge says whose verdict counts: that of the reference registry, the format's own semantics, or, for Protobuf, that of
// buf in one of its categories.
type Judge string

// The judges.
const (
	JudgeConfluent   Judge = "CONFLUENT"
	JudgeSound       Judge = "SOUND"
	JudgeBufWire     Judge = "BUF_WIRE"
	JudgeBufWireJSON Judge = "BUF_WIRE_JSON"
	JudgeBufPackage  Judge = "BUF_PACKAGE"
	JudgeBufFile     Judge = "BUF_FILE"
)

// CompatibilityPolicy says how strictly [JudgeConfluent] judges.
type CompatibilityPolicy string

// The policies.
const (
	PolicyStrict  CompatibilityPolicy = "STRICT"
	PolicyLenient CompatibilityPolicy = "LENIENT"
	PolicyLogical CompatibilityPolicy = "LOGICAL"
)

// Mode says what may be written in a scope.
type Mode string

// The modes.
const (
	// ModeReadWrite lets everything be written.
	ModeReadWrite Mode = "READWRITE"
	// ModeReadOnly lets nothing be written but the mode.
	ModeReadOnly Mode = "READONLY"
	// ModeReadOnlyOverride lets nothing be written in the whole domain, whatever its subjects say.
	ModeReadOnlyOverride Mode = "READONLY_OVERRIDE"
	// ModeImport takes schemas as another registry had them, with their ids and version numbers, unchecked.
	ModeImport Mode = "IMPORT"
	// ModeForward is the same for schemas that another registry forwards while it is in use.
	ModeForward Mode = "FORWARD"
)

// View says how much of each thing a list holds.
type View string

// The views.
const (
	// ViewBasic is of versions without what they say.
	ViewBasic View = "BASIC"
	// ViewFull is of versions with what they say.
	ViewFull View = "FULL"
)

// Rendering is a form to print a schema in.
type Rendering string

// The renderings.
const (
	// RenderingResolved has everything that the schema refers to in place; for Avro.
	RenderingResolved Rendering = "RESOLVED"
	// RenderingSerialized is a FileDescriptorProto in base64; for Protobuf.
	RenderingSerialized Rendering = "SERIALIZED"
)

// Outcome is what a verdict comes to.
type Outcome string

// The outcomes. OutcomeInReview and OutcomeRefused register nothing.
const (
	OutcomeAccepted Outcome = "ACCEPTED"
	OutcomeWarned   Outcome = "WARNED"
	OutcomeInReview Outcome = "IN_REVIEW"
	OutcomeRefused  Outcome = "REFUSED"
)

// Source says who found something.
type Source string

// The sources: whoever read the text, the comparison with other versions, a policy rule, the check of reserved fields.
const (
	SourceSchema        Source = "SCHEMA"
	SourceCompatibility Source = "COMPATIBILITY"
	SourcePolicy        Source = "POLICY"
	SourceReserved      Source = "RESERVED"
)

// Effect is what comes of a finding.
type Effect string

// The effects.
const (
	// EffectRefuses refuses the schema.
	EffectRefuses Effect = "REFUSES"
	// EffectReview refuses the schema until somebody approves.
	EffectReview Effect = "REVIEW"
	// EffectWarns lets the schema pass, and should be put right.
	EffectWarns Effect = "WARNS"
	// EffectNote is only told.
	EffectNote Effect = "NOTE"
)

// Direction says which schema reads data that the other one wrote.
type Direction string

// The directions.
const (
	// DirectionBackward: the new schema reads data written with the old one.
	DirectionBackward Direction = "BACKWARD"
	// DirectionForward: the old schema reads data written with the new one.
	DirectionForward Direction = "FORWARD"
)

// Axis is what a change breaks.
type Axis string

// The axes.
const (
	// AxisWire: some datum cannot be decoded.
	AxisWire Axis = "WIRE"
	// AxisValue: some datum is decoded to another value.
	AxisValue Axis = "VALUE"
	// AxisJSON: the same in the format's JSON encoding.
	AxisJSON Axis = "JSON"
	// AxisSource: regenerated code no longer compiles.
	AxisSource Axis = "SOURCE"
)

// Severity is how grave a violation of a policy rule is.
type Severity string

// The severities.
const (
	SeverityCritical Severity = "CRITICAL"
	SeverityHigh     Severity = "HIGH"
	SeverityMedium   Severity = "MEDIUM"
	SeverityLow      Severity = "LOW"
	SeverityInfo     Severity = "INFO"
)

// Enforcement is how strictly a policy rule is rolled out.
type Enforcement string

// The enforcements.
const (
	EnforcementEnforce Enforcement = "ENFORCE"
	EnforcementReview  Enforcement = "REVIEW"
	EnforcementWarn    Enforcement = "WARN"
	EnforcementDryRun  Enforcement = "DRY_RUN"
	EnforcementOff     Enforcement = "OFF"
)

// Why says where the effect of a policy's finding comes from.
type Why string

// The reasons.
const (
	// WhyLevel: the roll-out says so.
	WhyLevel Why = "LEVEL"
	// WhyRolloutDate: a date of the roll-out has come.
	WhyRolloutDate Why = "ROLLOUT_DATE"
	// WhyExisting: the version before has the same finding, and the roll-out does not refuse those.
	WhyExisting Why = "EXISTING"
	// WhyExempt: an exemption waives it, or waived it until a few days ago.
	WhyExempt Why = "EXEMPT"
	// WhyAction: the action records only.
	WhyAction Why = "ACTION"
	// WhyOnError: the rule failed, and says itself what that means.
	WhyOnError Why = "ON_ERROR"
	// WhyQuarantine: the rule ran over its time too often and is no longer asked.
	WhyQuarantine Why = "QUARANTINE"
)

// ChangeKind says what happens to the resource of a change.
type ChangeKind string

// The kinds of changes.
const (
	ChangeAdd    ChangeKind = "ADD"
	ChangeChange ChangeKind = "CHANGE"
	ChangeDelete ChangeKind = "DELETE"
	// ChangeNone: it is as it should be already.
	ChangeNone ChangeKind = "NONE"
)

// The API says in full that a word is not set. Here such a word is empty.

// UnmarshalText reads a word of the API.
func (l *Level) UnmarshalText(text []byte) error { return readWord(l, text) }

// UnmarshalText reads a word of the API.
func (j *Judge) UnmarshalText(text []byte) error { return readWord(j, text) }

// UnmarshalText reads a word of the API.
func (p *CompatibilityPolicy) UnmarshalText(text []byte) error { return readWord(p, text) }

// UnmarshalText reads a word of the API.
func (m *Mode) UnmarshalText(text []byte) error { return readWord(m, text) }

// UnmarshalText reads a word of the API.
func (r *Rendering) UnmarshalText(text []byte) error { return readWord(r, text) }

// UnmarshalText reads a word of the API.
func (s *Severity) UnmarshalText(text []byte) error { return readWord(s, text) }

// UnmarshalText reads a word of the API.
func (e *Enforcement) UnmarshalText(text []byte) error { return readWord(e, text) }

// UnmarshalText reads a word of the API.
func (w *Why) UnmarshalText(text []byte) error { return readWord(w, text) }

func readWord[W ~string](word *W, text []byte) error {
	*word = W(text)
	if strings.HasSuffix(string(text), "_UNSPECIFIED") {
		*word = ""
	}
	return nil
}
