package avro_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
)

// object is a type or field of a schema as JSON has it.
type object = map[string]any

// evolution makes schemas from few names, so that types and fields often meet, and changes them as people do.
type evolution struct {
	*rand.Rand
	// named are the names of the types that are defined so far, next numbers the ones to come.
	named []string
	next  int
}

func (e *evolution) chance(of int) bool { return e.IntN(of) == 0 }

func pick[T any](e *evolution, list ...T) T { return list[e.IntN(len(list))] }

func (e *evolution) name() string {
	e.next++
	return pick(e, "A", "B", "C", "D") + fmt.Sprint(e.next)
}

// schema is a record, or seldom any other type.
func (e *evolution) schema() any {
	if e.chance(8) {
		return e.node(0)
	}
	return e.record(0)
}

func (e *evolution) record(depth int) any {
	name := e.name()
	r := object{"type": "record", "name": name}
	if e.chance(3) {
		r["namespace"] = pick(e, "n", "m")
		name = r["namespace"].(string) + "." + name
	}
	e.named = append(e.named, name)
	fields := []any{}
	for _, field := range []string{"a", "b", "c", "d"}[:e.IntN(4)+1] {
		fields = append(fields, e.field(field, depth))
	}
	if e.chance(4) {
		fields = append(fields, object{"name": "self", "type": []any{"null", name}})
	}
	r["fields"] = fields
	return r
}

func (e *evolution) field(name string, depth int) any {
	f := object{"name": name, "type": e.node(depth + 1)}
	e.withDefault(f)
	return f
}

// withDefault gives a field a default now and then, where its type has a simple one.
func (e *evolution) withDefault(f object) {
	values := map[any]any{"null": nil, "int": 7, "long": 7, "float": 1.5, "double": 1.5, "string": "d", "bytes": "d", "boolean": true}
	kind := f["type"]
	switch t := kind.(type) {
	case []any:
		if len(t) > 0 {
			kind = t[0]
		}
	case object:
		kind = t["type"]
		if kind == "array" || kind == "map" {
			values[kind] = map[any]any{"array": []any{}, "map": object{}}[kind]
		}
	}
	if word, ok := kind.(string); ok && e.chance(2) {
		if value, known := values[word]; known {
			f["default"] = value
		}
	}
}

var primitives = []any{"null", "boolean", "int", "long", "float", "double", "bytes", "string"}

func (e *evolution) node(depth int) any {
	if depth > 3 || e.chance(3) {
		return pick(e, primitives...)
	}
	switch e.IntN(9) {
	case 0:
		return e.record(depth + 1)
	case 1:
		name := e.name()
		e.named = append(e.named, name)
		return object{"type": "enum", "name": name, "symbols": []any{"X", "Y", "Z"}[:e.IntN(3)+1]}
	case 2:
		name := e.name()
		e.named = append(e.named, name)
		return object{"type": "fixed", "name": name, "size": e.IntN(4)}
	case 3:
		return object{"type": "array", "items": e.node(depth + 1)}
	case 4:
		return object{"type": "map", "values": e.node(depth + 1)}
	case 5, 6:
		return e.union(depth)
	case 7:
		return e.logical()
	}
	if len(e.named) > 0 {
		return object{"type": "array", "items": pick(e, e.named...)}
	}
	return pick(e, primitives...)
}

func (e *evolution) union(depth int) any {
	branches := []any{"null"}
	for range e.IntN(3) + 1 {
		branches = append(branches, e.node(depth+2))
	}
	branches = slices.DeleteFunc(branches, func(b any) bool { _, union := b.([]any); return union })
	e.Shuffle(len(branches), func(i, j int) { branches[i], branches[j] = branches[j], branches[i] })
	return branches
}

func (e *evolution) logical() any {
	return pick(e,
		object{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": e.IntN(3)},
		object{"type": "long", "logicalType": pick(e, "timestamp-millis", "timestamp-micros", "local-timestamp-millis", "time-micros")},
		object{"type": "int", "logicalType": pick(e, "date", "time-millis")},
	)
}

// evolve is a copy of a schema after up to four edits.
func (e *evolution) evolve(schema any) any {
	next := clone(schema)
	for range e.IntN(4) + 1 {
		next = e.edit(next)
	}
	return next
}

func clone(schema any) (copied any) {
	text, _ := json.Marshal(schema)
	json.Unmarshal(text, &copied)
	return copied
}

// edit changes one type, the root among them.
func (e *evolution) edit(root any) any {
	holder := []any{root}
	var places []func(change func(any) any)
	collect(holder, &places)
	pick(e, places...)(func(n any) any { return e.change(n) })
	return holder[0]
}

// collect lists the places of types below v.
func collect(v any, places *[]func(func(any) any)) {
	switch v := v.(type) {
	case []any:
		for i := range v {
			*places = append(*places, func(change func(any) any) { v[i] = change(v[i]) })
			collect(v[i], places)
		}
	case object:
		for _, key := range []string{"items", "values"} {
			if v[key] != nil {
				*places = append(*places, func(change func(any) any) { v[key] = change(v[key]) })
				collect(v[key], places)
			}
		}
		fields, _ := v["fields"].([]any)
		for _, f := range fields {
			f := f.(object)
			*places = append(*places, func(change func(any) any) { f["type"] = change(f["type"]) })
			collect(f["type"], places)
		}
	}
}

func (e *evolution) change(n any) any {
	switch n := n.(type) {
	case string:
		return e.changeWord(n)
	case []any:
		return e.changeUnion(n)
	case object:
		switch n["type"] {
		case "record":
			return e.changeRecord(n)
		case "enum":
			return e.changeEnum(n)
		case "fixed":
			n["size"] = e.IntN(4)
			return e.rename(n)
		}
	}
	return e.node(2)
}

func (e *evolution) changeWord(word string) any {
	wider := map[string][]any{"int": {"long", "float", "double"}, "long": {"float", "double"}, "float": {"double"}, "string": {"bytes"}, "bytes": {"string"}}
	switch {
	case e.chance(3):
		return []any{"null", word}
	case wider[word] != nil && !e.chance(3):
		return pick(e, wider[word]...)
	}
	return pick(e, primitives...)
}

func (e *evolution) changeUnion(branches []any) any {
	switch e.IntN(3) {
	case 0:
		if len(branches) > 0 {
			return slices.Delete(branches, 0, 1)
		}
	case 1:
		if len(branches) > 0 {
			return branches[e.IntN(len(branches))]
		}
	}
	branch := e.node(2)
	if _, union := branch.([]any); union {
		return branches
	}
	return append(branches, branch)
}

func (e *evolution) changeRecord(r object) any {
	fields, _ := r["fields"].([]any)
	if len(fields) == 0 || e.chance(5) {
		r["fields"] = append(fields, e.field(pick(e, "e", "f", "a"), 1))
		return r
	}
	i := e.IntN(len(fields))
	f := fields[i].(object)
	switch e.IntN(6) {
	case 0:
		r["fields"] = slices.Delete(fields, i, i+1)
	case 1:
		if !e.chance(3) {
			f["aliases"] = []any{f["name"]}
		}
		f["name"] = pick(e, "g", "h")
	case 2:
		delete(f, "default")
	case 3:
		e.withDefault(f)
	case 4:
		e.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	default:
		return e.rename(r)
	}
	return r
}

func (e *evolution) changeEnum(n object) any {
	symbols := n["symbols"].([]any)
	switch e.IntN(4) {
	case 0:
		n["symbols"] = append(symbols, pick(e, "U", "V"))
	case 1:
		n["symbols"] = symbols[min(1, len(symbols)-1):]
	case 2:
		n["default"] = symbols[0]
	default:
		return e.rename(n)
	}
	return n
}

// rename gives a named type another name or namespace, with an alias or without.
func (e *evolution) rename(n object) any {
	old := n["name"].(string)
	if space, ok := n["namespace"].(string); ok {
		old = space + "." + old
	}
	if e.chance(2) {
		n["aliases"] = []any{old}
	}
	if e.chance(2) {
		n["namespace"] = pick(e, "n", "m", "o")
	} else {
		n["name"] = e.name()
	}
	return n
}
