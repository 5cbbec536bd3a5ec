package reference

// set is a list without order and repetitions.
func set(names []string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, name := range names {
		out[name] = true
	}
	return out
}

// containsAll reports whether a set holds all of a subset.
func containsAll(set, subset map[string]bool) bool {
	for v := range subset {
		if !set[v] {
			return false
		}
	}
	return true
}
