package protobuf

// shared tells which oneofs of the reader have several members that the writer knows, as fields or as extensions, for
// those that were extensions: [checker.oneofs] looks at fields only, as the reference registry does.
type shared struct {
	reader, writer *numbered
	extensions     map[extended]extension
	// known counts the members that the writer knows, by message and oneof; a message is counted when it is first asked for.
	known map[string]map[string]int
}

// has reports whether a field that the reader's [numbered] gave is in such a oneof.
func (s *shared) has(x extension) bool {
	return x.member.oneof != "" && s.count(x.extended)[x.member.oneof] > 1
}

func (s *shared) count(x extended) map[string]int {
	counts, counted := s.known[x.message]
	if counted {
		return counts
	}
	counts = map[string]int{}
	for n, m := range s.reader.messages[x.message] {
		if m.oneof != "" && s.knows(extended{x.message, x.own, n}) {
			counts[m.oneof]++
		}
	}
	if s.known == nil {
		s.known = map[string]map[string]int{}
	}
	s.known[x.message] = counts
	return counts
}

func (s *shared) knows(x extended) bool {
	_, extends := s.extensions[x]
	if extends {
		return true
	}
	_, has := s.writer.field(x)
	return has
}
