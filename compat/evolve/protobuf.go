package evolve

import (
	"fmt"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// protobufMoves are what can stand for or before a Protobuf file:
//
//   - the new one, in which a field whose type changed has a number of its own, and the old number is reserved;
//   - the new one, in which fields that become required are optional still;
//   - the new one, with the messages that went.
//
// A number is never given to another type, although levels that are not transitive would allow it in two steps: nothing
// follows a step that reserves one.
func protobufMoves(oldText, newText string) []candidate {
	var moves []candidate
	add := func(do string, last bool, edits ...func(o, n *syntax.File) []string) {
		old, errOld := syntax.Parse("", oldText, schema.DefaultLimits)
		new, errNew := syntax.Parse("", newText, schema.DefaultLimits)
		if errOld != nil || errNew != nil {
			return
		}
		var what []string
		for _, edit := range edits {
			what = append(what, edit(old, new)...)
		}
		if len(what) > 0 {
			moves = append(moves, candidate{Step: Step{syntax.Print(new), sentence(do, what)}, target: true, last: last})
		}
	}
	add("fields of another type under new numbers, the old numbers reserved", true, renumber)
	add("what becomes required is optional first", false, optionalFirst)
	add("messages that went stay", false, keepMessages)
	add("new numbers for fields of another type, and messages that went stay", true, renumber, keepMessages)
	return moves
}

// messagePair is a message of both files.
type messagePair struct {
	path     string
	old, new *syntax.Message
}

// pairs are the messages that both files have under one name, at any depth.
func pairs(path string, old, new []*syntax.Message) (list []messagePair) {
	known := byName(old)
	for _, n := range new {
		if o := known[n.Name]; o != nil {
			list = append(list, messagePair{path + n.Name, o, n})
			list = append(list, pairs(path+n.Name+".", o.Messages, n.Messages)...)
		}
	}
	return list
}

func byName(messages []*syntax.Message) map[string]*syntax.Message {
	names := map[string]*syntax.Message{}
	for _, m := range messages {
		names[m.Name] = m
	}
	return names
}

func byNumber(m *syntax.Message) map[int32]*syntax.Field {
	numbers := map[int32]*syntax.Field{}
	for _, f := range m.Fields {
		numbers[f.Number] = f
	}
	return numbers
}

// renumber moves fields whose type changed to the next free number, and reserves the old one.
func renumber(old, new *syntax.File) (what []string) {
	for _, p := range pairs("", old.Messages, new.Messages) {
		next, known := highest(p.old, p.new)+1, byNumber(p.old)
		for _, f := range p.new.Fields {
			before := known[f.Number]
			if before == nil || before.Type.String() == f.Type.String() || next >= firstReservedNumber {
				continue
			}
			p.new.Reserved = append(p.new.Reserved, &syntax.Reserved{Items: []syntax.ReservedItem{{Tags: syntax.Tags{First: f.Number, Last: f.Number}}}})
			what = append(what, fmt.Sprintf("%s.%s = %d instead of %d", p.path, f.Name, next, f.Number))
			f.Number = next
			next++
		}
	}
	return what
}

// firstReservedNumber begins the numbers that Protobuf keeps for itself.
const firstReservedNumber = 19_000

// highest is the highest number that a field of the messages has or had, or firstReservedNumber if that is higher.
func highest(messages ...*syntax.Message) (top int32) {
	for _, m := range messages {
		fields := append([]*syntax.Field{}, m.Fields...)
		for _, o := range m.Oneofs {
			fields = append(fields, o.Fields...)
		}
		for _, f := range fields {
			top = max(top, f.Number)
		}
		for _, g := range m.Groups {
			top = max(top, g.Number)
		}
		for _, r := range m.Reserved {
			for _, item := range r.Items {
				top = max(top, item.Tags.Last)
			}
		}
	}
	return min(top, firstReservedNumber)
}

// optionalFirst takes `required` from fields that the old message does not have, or has without it.
func optionalFirst(old, new *syntax.File) (what []string) {
	for _, p := range pairs("", old.Messages, new.Messages) {
		known := byNumber(p.old)
		for _, f := range p.new.Fields {
			before := known[f.Number]
			if f.Label == "required" && (before == nil || before.Label != "required") {
				f.Label = "optional"
				what = append(what, p.path+"."+f.Name)
			}
		}
	}
	return what
}

// keepMessages puts the top-level messages back that the new file lacks, behind its own.
func keepMessages(old, new *syntax.File) (what []string) {
	known := byName(new.Messages)
	for _, o := range old.Messages {
		if known[o.Name] == nil {
			new.Messages = append(new.Messages, o)
			what = append(what, o.Name)
		}
	}
	return what
}
