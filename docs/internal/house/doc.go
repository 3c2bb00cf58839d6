// Package house tests the laws of the whole module; it has no code of its own:
//
//	arrows      a package imports the packages that the table allows, and no others
//	top level   nothing but the rooms, the module's files and the licence is committed there
//	lengths     a file has at most 250 lines, a function at most 60
//	addresses   an equation or listing of the paper that nn and adam implement is on
//	            trial, and an equation on trial is implemented there or is a link of the
//	            chain rule
//	one answer  no call and no product whose result may differ between machines
//	signatures  decisions/01-api.md names all that the rooms export
//	prose       no comment defines a name by a pronoun
//
// Each law is seen to be broken by something made up.
package house
