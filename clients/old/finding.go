package concord

// Finding is one difference between two schemas that matters in one direction.
type Finding struct {
	// Code is kept for ever; [Client.Rules] explains it.
	Code      string    `json:"code"`
	Direction Direction `json:"direction"`
	// Breaks is empty for a note, which refuses nothing.
	Breaks []Axis `json:"breaks"`
	// Refuses tells whether the finding refuses the schema, under the judge and the policy in force.
	Refuses bool `json:"refuses"`
	// Version is the old version that was compared with; 0 where it has no number.
	Version int `json:"version"`
	// Old and New are where; nil where nothing stands.
	Old *Place `json:"old"`
	New *Place `json:"new"`
	// Was and Is are what stands there, in the format's own words.
	Was string `json:"was"`
	Is  string `json:"is"`
	// Message says who cannot read what, and why.
	Message string `json:"message"`
	// Fix is nil when nothing can be advised, Difference when the reference registry lets the change pass, Witness when
	// none was built.
	Fix        *Fix        `json:"fix"`
	Difference *Difference `json:"difference"`
	Witness    *Witness    `json:"witness"`
	// BufRules are the rules of buf that the step from old to new offends, for Protobuf.
	BufRules []string `json:"bufRules"`
}

// Place is a location in one schema.
type Place struct {
	Path string `json:"path"`
	// Span is nil when no stretch of text is known.
	Span *Span `json:"span"`
}

// Span is a stretch of a text, from Start up to but not including End.
type Span struct {
	File  string   `json:"file"`
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// Position counts from 1; columns count bytes.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Fix is what would make a finding go away.
type Fix struct {
	Text string `json:"text"`
	// Edit is nil where one edit of the new text cannot do it.
	Edit *Edit `json:"edit"`
}

// Edit replaces a stretch of the new schema's text; an empty stretch inserts.
type Edit struct {
	At   Span   `json:"at"`
	Text string `json:"text"`
}

// Difference is a finding in the vocabulary of the reference registry.
type Difference struct {
	Type    string `json:"type"`
	Path    string `json:"path"`
	Info    string `json:"info"`
	Lenient bool   `json:"lenient"`
}

// Witness is a datum of the writer that the reader refuses or misreads.
type Witness struct {
	// Datum is JSON, Encoded its binary encoding, empty for JSON Schema.
	Datum   string `json:"datum"`
	Encoded []byte `json:"encoded"`
	// Message is the path of the Protobuf message that it is of; empty for other formats.
	Message string `json:"message"`
	// Result says what the reader made of it.
	Result string `json:"result"`
}

// Refusal tells why a schema was refused.
type Refusal struct {
	Level    Level     `json:"level"`
	Findings []Finding `json:"findings"`
	// Reserved are the sentences of the check of reserved fields.
	Reserved []string `json:"reserved"`
	// Decision is nil when no policy was asked.
	Decision *Decision `json:"decision"`
}

// Decision is what the policies said about one registration.
type Decision struct {
	// Outcome is accepted, accepted_with_warnings, rejected or error.
	Outcome  string          `json:"outcome"`
	Findings []PolicyFinding `json:"findings"`
	// FindingsDropped counts those of one rule after its first hundred, which are left out.
	FindingsDropped int    `json:"findingsDropped"`
	Revision        string `json:"revision"`
	// Exemptions are those that waived a finding.
	Exemptions []string `json:"exemptions"`
	// RulesLoaded counts all rules, RulesApplicable those that the schema concerns.
	RulesLoaded     int `json:"rulesLoaded"`
	RulesApplicable int `json:"rulesApplicable"`
	// RulesFailed could not be evaluated, RulesQuarantined were not asked.
	RulesFailed      []string `json:"rulesFailed"`
	RulesQuarantined []string `json:"rulesQuarantined"`
}

// PolicyFinding is one violation of one policy rule, or one rule that failed.
type PolicyFinding struct {
	Rule     string `json:"rule"`
	Title    string `json:"title"`
	Severity string `json:"severity"`
	// Level is that of the roll-out, Effective what came of it, Why the reason.
	Level     string `json:"level"`
	Effective string `json:"effective"`
	Why       string `json:"why"`
	// Scope is `council` or `domain.<name>`, Owner who answers for the rule.
	Scope string `json:"scope"`
	Owner string `json:"owner"`
	Path  string `json:"path"`
	// Span is nil for the schema as a whole.
	Span        *Span  `json:"span"`
	Message     string `json:"message"`
	Fix         string `json:"fix"`
	Docs        string `json:"docs"`
	Exemption   string `json:"exemption"`
	Error       bool   `json:"error"`
	Fingerprint string `json:"fingerprint"`
}
