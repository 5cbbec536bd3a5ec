// Package reading knows what texts say: it closes a text over its references, parses it, compares it with others, and
// remembers what that gave. It reads views and writes nothing; what may be registered is for others to decide.
package reading
