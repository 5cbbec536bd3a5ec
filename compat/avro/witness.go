package avro

import (
	"fmt"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// Bounds on witnesses: for how many differences of a check one is looked for, and how far from the root.
const (
	maxWitnessed = 8
	maxRoute     = 64
)

// witnesses builds data of the writer that the reader refuses or misreads: for each difference that breaks one, on the way
// on which the survey came to it, encoded, and decoded again to be confirmed. One that is not confirmed is dropped. A
// difference may have no witness at all: where a type has no values, or where another difference stands before it on
// every way.
type witnesses struct {
	survey *survey
	// fields finds the record in which a field is missing by the pair that stands for it in the reference's report.
	fields map[pair]pair
	known  map[key]*rule.Witness
}

func newWitnesses(s *survey, stands map[key]pair) *witnesses {
	w := &witnesses{survey: s, fields: map[pair]pair{}, known: map[key]*rule.Witness{}}
	for missing, instead := range stands {
		w.fields[instead] = missing.pair
	}
	return w
}

// give attaches witnesses to the findings, which stand for the differences of list one by one.
func (w *witnesses) give(list []difference, findings []rule.Finding) {
	for i := range list {
		if findings[i].Breaks&(rule.Wire|rule.Value) == 0 {
			continue
		}
		k := list[i].key()
		if _, known := w.known[k]; !known {
			if len(w.known) == maxWitnessed {
				continue
			}
			w.known[k] = w.build(k)
		}
		findings[i].Witness = w.known[k]
	}
}

// build makes a witness for a difference, nil when none is confirmed.
func (w *witnesses) build(k key) *rule.Witness {
	if record, missing := w.fields[k.pair]; missing && k.rule == &fieldMissingDefault {
		k.pair = record
	}
	at := w.survey.place(k.pair, k.rule.chosen)
	if at < 0 {
		at = w.survey.place(k.pair, true)
	}
	if at < 0 {
		return nil
	}
	for _, measure := range []measure{small, other, nested} {
		s := &sampler{truth: w.survey.truth, measure: measure, open: map[*avro.Node]bool{}}
		if d := w.outward(s, w.core(s, k), at); d != nil {
			if confirmed := w.confirm(k, d); confirmed != nil {
				return confirmed
			}
		}
	}
	return nil
}

// core is the datum at the difference itself.
func (w *witnesses) core(s *sampler, k key) *datum {
	if k.rule.Breaks&rule.Wire != 0 && !w.survey.truth.reads(k.pair) {
		return s.breaking(k.pair)
	}
	return s.sample(k.pair)
}

// outward wraps d in what leads to it, up to the root.
func (w *witnesses) outward(s *sampler, d *datum, at int) *datum {
	for range maxRoute {
		v := w.survey.todo[at]
		if d == nil || v.from < 0 {
			return d
		}
		d, at = enclose(s, w.survey.todo[v.from].pair, v.pair, d), v.from
	}
	return nil
}

// enclose is the value of outer.writer that holds d where outer leads to inner.
func enclose(s *sampler, outer, inner pair, d *datum) *datum {
	switch {
	case outer.writer.Kind == avro.Union:
		for i, branch := range outer.writer.Branches {
			if branch == inner.writer {
				return wrap(outer.writer, i, d)
			}
		}
	case outer.reader.Kind == avro.Union:
		return d
	case outer.writer.Kind == avro.Array, outer.writer.Kind == avro.Map:
		return wrap(outer.writer, 0, d)
	}
	for i, f := range outer.reader.Fields {
		if source, _, _ := sourceOf(outer, i); source != nil && f.Type == inner.reader && source.Type == inner.writer {
			return s.record(outer, source, d)
		}
	}
	return nil
}

// confirm encodes d with the writer's type and decodes it with the reader's. It is a witness when that is refused at the
// difference or below it, or reads another value there.
func (w *witnesses) confirm(k key, d *datum) *rule.Witness {
	encoded := d.encode(nil)
	reading := &decoder{truth: w.survey.truth, data: encoded, target: k.pair}
	if k.rule.defaulted {
		reading.field = k.field
	}
	_, err := reading.value(w.survey.todo[0].pair, false)
	witness := &rule.Witness{Datum: string(d.appendJSON(nil)), Encoded: encoded}
	switch {
	case err != nil && refusedBelow(err, k.pair):
		witness.Result = "refused: " + err.Error()
	case err == nil && reading.written != reading.read:
		witness.Result = fmt.Sprintf("%s is read as %s", reading.written, reading.read)
	default:
		return nil
	}
	return witness
}
