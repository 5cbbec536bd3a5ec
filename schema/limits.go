package schema

// Limits bound what a format reads, before it reads (storage §6.3). A field of zero means its default.
type Limits struct {
	// Bytes is the length of one text, and Total that of a text with all its dependencies.
	Bytes, Total int
	// Depth counts nested brackets, braces and parentheses of the text.
	Depth int
	// Items counts what a text lists: fields, symbols, branches, properties, options.
	Items int
	// Dependencies counts the texts that a source brings.
	Dependencies int
}

// DefaultLimits are generous for people and small for machines.
var DefaultLimits = Limits{Bytes: 1 << 20, Total: 8 << 20, Depth: 100, Items: 50_000, Dependencies: 256}

// WithDefaults returns l with every zero replaced.
func (l Limits) WithDefaults() Limits {
	d := DefaultLimits
	return Limits{
		Bytes:        or(l.Bytes, d.Bytes),
		Total:        or(l.Total, d.Total),
		Depth:        or(l.Depth, d.Depth),
		Items:        or(l.Items, d.Items),
		Dependencies: or(l.Dependencies, d.Dependencies),
	}
}

func or(n, fallback int) int {
	if n == 0 {
		return fallback
	}
	return n
}

// Check measures src without parsing it: sizes, the number of dependencies, and the nesting of brackets outside of
// string literals. It returns an *[Error] that names the limit and what was found.
func (l Limits) Check(src Source) error {
	l = l.WithDefaults()
	if len(src.Dependencies) > l.Dependencies {
		return Errorf(src.Type, Span{}, "the schema needs %d referenced schemas; at most %d are read", len(src.Dependencies), l.Dependencies)
	}
	total := 0
	for _, text := range src.texts() {
		if len(text) > l.Bytes {
			return Errorf(src.Type, Span{}, "the schema has %d bytes; at most %d are read", len(text), l.Bytes)
		}
		if total += len(text); total > l.Total {
			return Errorf(src.Type, Span{}, "the schema and what it refers to have more than %d bytes", l.Total)
		}
		if at, deep := nesting(text, l.Depth); deep {
			return Errorf(src.Type, at, "brackets are nested more than %d deep", l.Depth)
		}
	}
	return nil
}

func (s Source) texts() []string {
	texts := make([]string, 0, 1+len(s.Dependencies))
	texts = append(texts, s.Text)
	for _, d := range s.Dependencies {
		texts = append(texts, d.Text)
	}
	return texts
}

// nesting scans for the first bracket that is more than limit deep. Double-quoted literals are skipped; anything else
// that holds brackets (comments, single quotes) may only make the count too high by what it holds.
func nesting(text string, limit int) (Span, bool) {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"', c == '\n' && quoted:
			quoted = c == '"' && !quoted
		case quoted:
		case c == '{', c == '[', c == '(':
			if depth++; depth > limit {
				return spanAt(text, i), true
			}
		case c == '}', c == ']', c == ')':
			depth--
		}
	}
	return Span{}, false
}

func spanAt(text string, offset int) Span {
	p := PositionAt(text, offset)
	return Span{Start: p, End: Position{p.Line, p.Column + 1}}
}

// PositionAt is the place of a byte offset in a text.
func PositionAt(text string, offset int) Position {
	p := Position{1, 1}
	for i := 0; i < offset && i < len(text); i++ {
		p.Column++
		if text[i] == '\n' {
			p = Position{p.Line + 1, 1}
		}
	}
	return p
}
