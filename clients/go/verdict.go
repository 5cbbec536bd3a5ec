package concord

// Verdict is all that is said about a schema that is registered, or would be.
type Verdict struct {
	// Outcome is what it comes to.
	Outcome Outcome `json:"outcome"`
	// Resource is the resource name of the subject that it is about.
	Resource string `json:"resource"`
	// Level, Judge and Policy are those in force.
	Level  Level               `json:"level"`
	Judge  Judge               `json:"judge"`
	Policy CompatibilityPolicy `json:"policy"`
	// ComparedWith are the resource names of the versions that the schema was compared with.
	ComparedWith []string `json:"comparedWith"`
	// Findings are all, also those that refuse nothing.
	Findings []Finding `json:"findings"`
	// FindingsDropped counts those of one policy rule after its first hundred, which are left out.
	FindingsDropped int `json:"findingsDropped"`
	// Decision is a resource name; empty when no policy was asked, and when nothing was stored.
	Decision string `json:"decision"`
	// Revision is that of the policies that decided; empty when none was asked.
	Revision string `json:"revision"`
}

// Finding is one thing that was found in a schema.
type Finding struct {
	Source Source `json:"source"`
	// Code is kept for ever: that of a compatibility rule, the id of a policy rule, or RULE_FAILED when a policy rule
	// could not be evaluated.
	Code   string `json:"code"`
	Effect Effect `json:"effect"`
	// Message is one sentence.
	Message string `json:"message"`
	// Place is nil for the schema as a whole, and for what the new schema no longer has.
	Place *Place `json:"place,omitempty"`
	// Fix is nil when nothing can be advised.
	Fix *Fix `json:"fix,omitempty"`
	// Owner answers for the rule; empty for Concord's own.
	Owner string `json:"owner"`
	// DocsURI is an address to read.
	DocsURI string `json:"docsUri"`
	// Fingerprint is the same for the same rule, subject and place in every version.
	Fingerprint string `json:"fingerprint"`
	// Compatibility is what only SourceCompatibility knows, Policy what only SourcePolicy knows; nil for others.
	Compatibility *CompatibilityDetail `json:"compatibility,omitempty"`
	Policy        *PolicyDetail        `json:"policy,omitempty"`
}

// Place is a location in one schema.
type Place struct {
	// Path is in the format's own words, or for a policy's finding in the words that all formats share.
	Path string `json:"path"`
	// Span is nil when the thing does not exist in this schema.
	Span *Span `json:"span,omitempty"`
}

// Span is a stretch of a text, from Start up to but not including End.
type Span struct {
	// File is empty for the schema's own text.
	File  string       `json:"file"`
	Start TextPosition `json:"start"`
	End   TextPosition `json:"end"`
}

// TextPosition is a place in a text; both count from 1, columns in bytes.
type TextPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Fix is what would make a finding go away.
type Fix struct {
	// Text is for people.
	Text string `json:"text"`
	// Edit is the same as a change of the new text; nil where one edit cannot do it.
	Edit *Edit `json:"edit,omitempty"`
}

// Edit replaces a stretch of the new schema's text; an empty stretch inserts.
type Edit struct {
	Span Span   `json:"span"`
	Text string `json:"text"`
}

// CompatibilityDetail is what the comparison with another version knows about a finding.
type CompatibilityDetail struct {
	Direction Direction `json:"direction"`
	// Breaks is empty for a note.
	Breaks []Axis `json:"breaks"`
	// Version is the old one; 0 where it has no number.
	Version int `json:"version"`
	// OldPlace is nil for what the old schema did not have.
	OldPlace *Place `json:"oldPlace,omitempty"`
	// OldText and NewText are what stood there and stands there, in the format's own words.
	OldText string `json:"oldText"`
	NewText string `json:"newText"`
	// Difference is what the reference registry reports; nil when it lets the change pass.
	Difference *Difference `json:"difference,omitempty"`
	// Witness shows the break; nil when none was built.
	Witness *Witness `json:"witness,omitempty"`
	// BufRules are buf's, for Protobuf and backward only.
	BufRules []string `json:"bufRules"`
}

// Difference is a finding in the vocabulary of the reference registry.
type Difference struct {
	Type string `json:"type"`
	Path string `json:"path"`
	// Info is Avro's; empty elsewhere.
	Info string `json:"info"`
	// Lenient tells that PolicyLenient lets it pass.
	Lenient bool `json:"lenient"`
}

// Witness is a datum of the writer that the reader refuses or misreads.
type Witness struct {
	// Datum is JSON, Encoded its binary form; that is empty for JSON Schema.
	Datum   string `json:"datum"`
	Encoded []byte `json:"encoded"`
	// Result is what the reader made of it.
	Result string `json:"result"`
	// Message is the path of the Protobuf message that it is of; empty for other formats.
	Message string `json:"message"`
}

// PolicyDetail is what a policy knows about a finding.
type PolicyDetail struct {
	Rule string `json:"rule"`
	// Title is what the rule demands.
	Title       string      `json:"title"`
	Severity    Severity    `json:"severity"`
	Enforcement Enforcement `json:"enforcement"`
	Why         Why         `json:"why"`
	// Scope is `registry` for the council's rules, `domains/billing` for those of a domain.
	Scope string `json:"scope"`
	// Exemption waives the finding; empty for none.
	Exemption string `json:"exemption"`
}
