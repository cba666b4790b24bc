// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations

import io.github.processcounters.Attachment
import io.github.processcounters.ProcessCounters
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.ThreadContextElement

/**
 * Attaches whichever thread runs the coroutine, from each point at which it resumes to the next at which it suspends:
 * `withContext(Attached(query)) { ... }`. If another thread owns the set just then, the thread counts all the same, and
 * the set is not striped for that ([ProcessCounters.tryAttach]).
 */
class Attached(private val counters: ProcessCounters) : ThreadContextElement<Attachment> {

  companion object Key : CoroutineContext.Key<Attached>

  override val key: CoroutineContext.Key<Attached>
    get() = Key

  override fun updateThreadContext(context: CoroutineContext): Attachment = counters.tryAttach()

  override fun restoreThreadContext(context: CoroutineContext, oldState: Attachment) = oldState.close()
}
