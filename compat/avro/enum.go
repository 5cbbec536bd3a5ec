package avro

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
)

// EnumSymbolMissing is the code of symbols that the reader has no word for.
const EnumSymbolMissing rule.Code = "AvroEnumSymbolMissing"

var enumSymbolMissing = row{
	Rule: rule.Rule{
		Code:  EnumSymbolMissing,
		Title: "A symbol is written that the reader does not know",
		Why: "A reader without the symbol fails unless its enum has a default symbol to read instead. The default " +
			"of a field does not help.",
		Breaks:      rule.Wire,
		Differences: []string{"MISSING_ENUM_SYMBOLS"},
		Old:         `{"type":"enum","name":"State","symbols":["NEW","PAID"]}`,
		New:         `{"type":"enum","name":"State","symbols":["NEW"]}`,
	},
	refer: func(d *difference) (kind, info string) {
		return "MISSING_ENUM_SYMBOLS", "[" + strings.Join(d.symbols, ", ") + "]"
	},
	stands: func(d *difference) (read, written string) { return "", abridged(d.symbols) },
	message: func(d *difference, s sides) string {
		return s.writer + " may write " + s.written + ", which the enum " + d.reader.Name.Full() + " of " + s.reader + " neither knows nor replaces by a default"
	},
	fixReader: func(d *difference) rule.Fix {
		return rule.Fix{Text: "keep the symbols " + abridged(d.symbols) + ", or give the enum a default symbol"}
	},
	fixWriter: func(d *difference) rule.Fix {
		return rule.Fix{Text: "give the enum a default symbol in a version of its own first, and add " + abridged(d.symbols) + " in the next one"}
	},
}

// checkEnum adds to list that the reader misses symbols.
func checkEnum(list []difference, p pair, at *trail) []difference {
	missing := missingSymbols(p)
	if len(missing) == 0 {
		return list
	}
	return append(list, difference{rule: &enumSymbolMissing, pair: p, at: at.into("symbols"), symbols: missing})
}

// missingSymbols are the writer's symbols that the reader has no word for, sorted; none when the reader has a default.
func missingSymbols(p pair) []string {
	if p.reader.Default != nil {
		return nil
	}
	var missing []string
	for _, s := range p.writer.Symbols {
		if !p.reader.HasSymbol(s) {
			missing = append(missing, s)
		}
	}
	slices.Sort(missing)
	return missing
}

// symbol is a symbol that the reader knows, if there is one.
func (s *sampler) symbol(p pair) *datum {
	if len(p.writer.Symbols) == 0 {
		return nil
	}
	d := &datum{node: p.writer}
	for i, symbol := range p.writer.Symbols {
		if p.reader != nil && p.reader.HasSymbol(symbol) {
			d.number = int64(i)
			if s.measure == small {
				break
			}
		}
	}
	return d
}

// unknownSymbol is a symbol that the reader does not know; nil when it knows all.
func unknownSymbol(p pair) *datum {
	for i, symbol := range p.writer.Symbols {
		if !p.reader.HasSymbol(symbol) {
			return &datum{node: p.writer, number: int64(i)}
		}
	}
	return nil
}
