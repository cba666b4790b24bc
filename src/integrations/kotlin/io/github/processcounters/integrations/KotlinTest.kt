package io.github.processcounters.integrations

import io.github.processcounters.EnumCounters
import io.github.processcounters.ProcessCounters
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.coroutines.Continuation
import kotlin.coroutines.resume
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DisplayName
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

const val ROWS = 0
const val BYTES = 1

class Scan {
  val counters = ProcessCounters(2)

  fun read(row: ByteArray) {
    counters.increment(ROWS)
    counters.add(BYTES, row.size.toLong())
  }
}

@Timeout(120)
class KotlinTest {

  private enum class Count { ROWS, BYTES }

  private val executor: ExecutorService = Executors.newFixedThreadPool(2)
  private val query = ProcessCounters(2)

  @AfterEach
  fun stop() {
    executor.shutdownNow()
  }

  @Test
  @DisplayName("A set in a class: whoever counts first owns it")
  fun inAClass() {
    val scan = Scan()
    executor.submit { scan.read(ByteArray(512)) }.get()
    assertArrayEquals(longArrayOf(1, 512), scan.counters.sums())
    assertFalse(scan.counters.isStriped)
  }

  @Test
  @DisplayName("Named counters")
  fun names() {
    val query = EnumCounters(Count::class.java)
    query.increment(Count.ROWS)
    query.attach().use { it.add(Count.BYTES, 512) }
    assertEquals(mapOf(Count.ROWS to 1L, Count.BYTES to 512L), query.sums())
  }

  @Test
  @DisplayName("attached: a Runnable, which does nothing until something runs it")
  fun attached() {
    val task = query.attached { query.increment(ROWS) }
    assertEquals(0, query.sum(ROWS))
    executor.submit(task).get()
    assertEquals(1, query.sum(ROWS))
    assertNobodyOwns()

    executor.execute(query.attached { query.increment(ROWS) })

    executor.shutdown()
    assertTrue(executor.awaitTermination(60, SECONDS))
    assertEquals(2, query.sum(ROWS))
    assertNobodyOwns()
  }

  @Test
  @DisplayName("attachedCall: the value arrives")
  fun attachedCall() {
    val answer: Int = executor.submit(query.attachedCall { 42 }).get()

    assertEquals(42, answer)
    assertNobodyOwns()
  }

  @Test
  @DisplayName("use: attached inside, gone afterwards, also when that throws")
  fun use() {
    query.attach().use {
      it.increment(ROWS)
      it.add(BYTES, 512)
    }

    assertNobodyOwns()
    assertThrows(IllegalStateException::class.java) {
      query.attach().use {
        it.increment(ROWS)
        error("in the middle")
      }
    }
    assertNobodyOwns()
    assertArrayEquals(longArrayOf(2, 512), query.sums())
  }

  /** Where a coroutine suspends, to go on in a new thread each time. */
  private class Elsewhere {

    private lateinit var suspended: Continuation<Unit>

    suspend fun await() = suspendCancellableCoroutine { suspended = it }

    /** Returns when the coroutine is suspended again, or at its end. */
    fun resume() {
      val thread = Thread { suspended.resume(Unit) }
      thread.start()
      thread.join()
    }
  }

  @Test
  @DisplayName("use around a suspension: counted right, closed in another thread, and the first thread stays the owner")
  fun suspendsInUse() {
    val elsewhere = Elsewhere()
    var failure: Throwable? = null
    runBlocking {
      launch(Dispatchers.Unconfined) {
        failure = runCatching {
          query.attach().use {
            it.increment(ROWS)
            elsewhere.await()
            it.increment(ROWS)
          }
        }.exceptionOrNull()
      }
      elsewhere.resume()
    }
    assertEquals(2, query.sum(ROWS))
    assertTrue(failure is AssertionError, "Closed: $failure") // where assertions are enabled; else nothing
    assertOwned()
  }

  @Test
  @DisplayName("Attached: whatever thread runs the coroutine is attached meanwhile, and none while it is suspended")
  fun attachedElement() {
    val elsewhere = Elsewhere()
    runBlocking {
      launch(Dispatchers.Unconfined) {
        withContext(Attached(query)) {
          repeat(100) {
            query.increment(ROWS)
            assertOwned()
            elsewhere.await()
          }
        }
      }
      repeat(100) {
        assertNobodyOwns()
        elsewhere.resume()
      }
    }
    assertEquals(100, query.sum(ROWS))
    assertNobodyOwns()
  }

  @Test
  @DisplayName("Attached: a set that another thread owns is not striped")
  fun ownedByAnother() {
    executor.submit { query.increment(ROWS) }.get()
    runBlocking(Attached(query)) { query.increment(ROWS) }
    assertEquals(2, query.sum(ROWS))
    assertFalse(query.isStriped)
  }

  @Test
  @DisplayName("K1: many coroutines at once in a pool, attached or not, lose nothing")
  fun manyCoroutines() {
    runBlocking(Dispatchers.Default) {
      repeat(100) {
        launch(Attached(query)) { count() }
        launch { count() }
      }
    }
    assertArrayEquals(longArrayOf(20_000, 200_000), query.sums())
  }

  private suspend fun count() {
    repeat(100) {
      query.increment(ROWS)
      yield()
      query.add(BYTES, 10)
    }
  }

  @Test
  @DisplayName("A coroutine, as the README has it")
  fun sample() {
    runBlocking(Dispatchers.Default) {
      withContext(Attached(query)) {
        query.increment(ROWS)
        delay(10) // may go on in another thread
        query.increment(ROWS)
      }
    }
    assertEquals(2, query.sum(ROWS))
    assertNobodyOwns()
  }

  private fun assertOwned() {
    assertTrue(query.toString().contains(", single, owner=${Thread.currentThread().name}, "), query::toString)
  }

  private fun assertNobodyOwns() {
    assertTrue(query.toString().contains(", single, sums="), query::toString)
  }
}
