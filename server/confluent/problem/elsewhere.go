package problem

// Elsewhere is a code that other servers of the dialect answer with and Concord never does.
type Elsewhere struct {
	Code           int
	Title, Why, Do string
}

// Status is the HTTP status that comes with the code.
func (e Elsewhere) Status() int { return statusOf(e.Code) }

// Foreign lists the codes that a client may meet at other servers.
var Foreign = []Elsewhere{
	{42207, "The id does not match.",
		"An imported schema is known under another id already. Old servers answer with this code, Concord with 42205.",
		"Import it under the id that it has."},
	{50001, "Storage failed.",
		"Confluent's servers answer with this code when they cannot write. Concord answers with 503 and `Retry-After`, and with 503 as the code.",
		"Send the request again: registering the same schema twice gives the same version. See `/readyz` of the server."},
	{50002, "The operation took too long.",
		"Confluent's servers answer with this code. Concord answers with 503 when storage does not answer in time, and with 504 when the request's own time is over.",
		"Send the request again, with a pause that grows."},
	{50003, "Forwarding to the leader failed.",
		"Servers with a leader answer with this code. Every replica of Concord writes for itself and never does.",
		"Send the request again."},
	{50004, "No leader is known.",
		"Servers with a leader answer with this code; Concord never does.",
		"Send the request again."},
}
