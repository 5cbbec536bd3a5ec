package rule

// Optional runs what only adds to findings, the search for witnesses: whatever goes wrong in it costs the addition and
// never the verdict.
func Optional(add func()) {
	defer func() { _ = recover() }()
	add()
}
