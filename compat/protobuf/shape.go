package protobuf

import "slices"

// shape compares the types and the labels of a field. Findings carry the rules of buf about both; where types are equal
// enough for labels to be compared on their own, those about labels go with them.
func (c *checker) shape(d difference, w, r fieldType) {
	types, labels := bufTypes(w, r), bufLabels(w, r)
	d.buf = types
	if !comparable(w, r) {
		d.buf = slices.Concat(types, labels)
	}
	if w.kind == groupKind || r.kind == groupKind {
		c.groups(d, labels, w, r)
		return
	}
	if c.types(d, w, r) {
		d.buf = labels
		c.labels(d, w, r)
	}
}

// comparable reports whether labels are compared on their own.
func comparable(w, r fieldType) bool {
	if sort(w.kind) != sort(r.kind) {
		return false
	}
	return w.kind != scalarKind && w.kind != enumKind || w.group() == r.group()
}

// The groups of scalar types within which buf lets a type change (contract §3.8). What is not here stands alone.
var (
	bufWireGroups = map[string]string{
		"int64": "int32", "uint32": "int32", "uint64": "int32", "bool": "int32", "sint64": "sint32",
		"sfixed32": "fixed32", "sfixed64": "fixed64",
	}
	bufWireJSONGroups = map[string]string{"uint32": "int32", "uint64": "int64", "sfixed32": "fixed32", "sfixed64": "fixed64"}
)

// bufKind is the kind of a type as buf tells kinds apart: a map is a list of messages.
func (t fieldType) bufKind() string {
	switch t.kind {
	case scalarKind:
		return t.scalar
	case mapKind:
		return kindNames[messageKind]
	}
	return kindNames[t.kind]
}

// bufTypes are the rules about types that reading w's type as r's offends.
func bufTypes(w, r fieldType) []bufRule {
	was, is := w.bufKind(), r.bufKind()
	if was != is {
		rules := []bufRule{fieldSameType}
		if bufGroup(bufWireGroups, was) != bufGroup(bufWireGroups, is) && !(was == "string" && is == "bytes") {
			rules = append(rules, fieldWireType)
		}
		if bufGroup(bufWireJSONGroups, was) != bufGroup(bufWireJSONGroups, is) {
			rules = append(rules, fieldWireJSONType)
		}
		return rules
	}
	switch {
	case w.full == r.full:
		return nil
	case w.kind == enumKind && contains(r, w):
		return []bufRule{fieldSameType}
	}
	return []bufRule{fieldSameType, fieldWireType, fieldWireJSONType}
}

func bufGroup(groups map[string]string, kind string) string {
	if group := groups[kind]; group != "" {
		return group
	}
	return kind
}

// contains reports whether two enums have one short name, and the first has all values of the second.
func contains(all, some fieldType) bool {
	if all.def == nil || some.def == nil || all.def.Enum.Name != some.def.Enum.Name {
		return false
	}
	numbers := map[string]int32{}
	for _, v := range all.def.Enum.Values {
		numbers[v.Name] = v.Number
	}
	for _, v := range some.def.Enum.Values {
		if n, known := numbers[v.Name]; !known || n != v.Number {
			return false
		}
	}
	return true
}

// cardinality is how many values a field has, as buf tells cardinalities apart.
type cardinality int

const (
	implicit cardinality = iota
	explicit
	required
	repeated
	mapped
)

func (t fieldType) bufCardinality() cardinality {
	switch {
	case t.kind == mapKind:
		return mapped
	case t.repeated:
		return repeated
	case t.required:
		return required
	case t.presence:
		return explicit
	}
	return implicit
}

// bufLabels are the rules about cardinality that reading w's label as r's offends.
func bufLabels(w, r fieldType) []bufRule {
	was, is := w.bufCardinality(), r.bufCardinality()
	if was == is {
		return nil
	}
	rules := []bufRule{fieldSameCardinality}
	was, is = max(was, explicit), max(is, explicit)
	if was != is {
		rules = append(rules, fieldWireJSONCardinality)
	}
	if min(was, repeated) != min(is, repeated) {
		rules = append(rules, fieldWireCardinality)
	}
	if w.required != r.required {
		rules = append(rules, messageSameRequiredFields)
	}
	return rules
}
