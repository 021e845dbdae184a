// Package web is the pages of the staff: what there is to do, requests from
// arrival to proof, culling, the register, the evidence, and who may come in.
//
// A page is a handler, a template beside it, and a test. Handlers call the
// services that the command line calls, and hold no rule of their own; what an
// account may do stands in [account.Table] and is asked for at each route. A page
// that shows people asks for account.SeePeople, and for account.SeeShield where
// one of them has protected data.
package web
