// Package contract is the algebra of data contracts: metadata and rule sets as they are stored, laid over one another,
// compared, and checked. What it is given it leaves as it is; results may share parts with it and must not be changed.
// In every function nil is "none", which is not the same as an empty one.
package contract
