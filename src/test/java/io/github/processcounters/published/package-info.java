/** Tests of what is published, as its users get it: they run after the jars are built, and see nothing but those. */
package io.github.processcounters.published;
