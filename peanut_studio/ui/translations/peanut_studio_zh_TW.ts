<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>File</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編輯</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>遮罩</translation>
    </message>
    <message>
        <source>View</source>
        <translation>檢視</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>範圍</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>處理</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>說明</translation>
    </message>
    <message>
        <source>Open Clip…</source>
        <translation>開啟剪輯…</translation>
    </message>
    <message>
        <source>Open a video file</source>
        <translation>開啟影片檔</translation>
    </message>
    <message>
        <source>Open Folder of Images…</source>
        <translation>開啟影像序列資料夾…</translation>
    </message>
    <message>
        <source>Add Clips to the Project…</source>
        <translation>將剪輯加入專案…</translation>
    </message>
    <message>
        <source>Open Project…</source>
        <translation>開啟專案…</translation>
    </message>
    <message>
        <source>Save Project</source>
        <translation>儲存專案</translation>
    </message>
    <message>
        <source>It is saved as you work; one without a name gets one</source>
        <translation>工作時會自動儲存；尚未命名的專案會要求命名</translation>
    </message>
    <message>
        <source>Save Project As…</source>
        <translation>另存專案…</translation>
    </message>
    <message>
        <source>Give the project a name and place</source>
        <translation>指定專案的名稱與位置</translation>
    </message>
    <message>
        <source>Collect Into a Folder…</source>
        <translation>收集至資料夾…</translation>
    </message>
    <message>
        <source>Copy the project with its media</source>
        <translation>複製專案及其媒體檔</translation>
    </message>
    <message>
        <source>Import Masks…</source>
        <translation>匯入遮罩…</translation>
    </message>
    <message>
        <source>Masks made elsewhere become objects</source>
        <translation>在別處製作的遮罩成為物件</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>輸出…</translation>
    </message>
    <message>
        <source>Write a film, pictures or mattes</source>
        <translation>輸出影片、影像序列或黑白遮罩</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>結束</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Clear This Frame</source>
        <translation>清除目前影格</translation>
    </message>
    <message>
        <source>Take its points and correction away</source>
        <translation>去除這個影格的點與修正</translation>
    </message>
    <message>
        <source>New Object</source>
        <translation>新增物件</translation>
    </message>
    <message>
        <source>The next point makes another object</source>
        <translation>下一個點會新增另一個物件</translation>
    </message>
    <message>
        <source>Delete Object</source>
        <translation>刪除物件</translation>
    </message>
    <message>
        <source>Add Marker</source>
        <translation>加入標記</translation>
    </message>
    <message>
        <source>Mark this frame; once more: name the marker</source>
        <translation>標記目前影格；再按一次可為標記命名</translation>
    </message>
    <message>
        <source>Delete Marker</source>
        <translation>刪除標記</translation>
    </message>
    <message>
        <source>Take the marker of this frame away</source>
        <translation>移除目前影格的標記</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>點選</translation>
    </message>
    <message>
        <source>Click what should go</source>
        <translation>點按要移除的物件</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>框選</translation>
    </message>
    <message>
        <source>Drag a box round the object</source>
        <translation>拖曳方框圈住物件</translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation>塗抹</translation>
    </message>
    <message>
        <source>Scribble over what should go</source>
        <translation>在要移除的物件上塗抹</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>筆刷</translation>
    </message>
    <message>
        <source>Paint the mask; Alt takes away</source>
        <translation>繪製遮罩；按住 Alt 可減去</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Take parts of the mask away</source>
        <translation>擦去部分遮罩</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Draw round what to add; Alt takes away</source>
        <translation>圈出要加入的區域；按住 Alt 可減去</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填滿</translation>
    </message>
    <message>
        <source>Fill a hole; Alt takes a part away</source>
        <translation>填滿孔洞；按住 Alt 去除一塊</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>手形工具</translation>
    </message>
    <message>
        <source>Drag the picture about</source>
        <translation>拖曳畫面</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>縮放</translation>
    </message>
    <message>
        <source>Click to see it closer; Alt: from farther away</source>
        <translation>按一下放大；按住 Alt 再按則縮小</translation>
    </message>
    <message>
        <source>Find by Words…</source>
        <translation>以文字尋找…</translation>
    </message>
    <message>
        <source>Say what should go</source>
        <translation>說出要移除什麼</translation>
    </message>
    <message>
        <source>Smaller Brush</source>
        <translation>縮小筆刷</translation>
    </message>
    <message>
        <source>Larger Brush</source>
        <translation>放大筆刷</translation>
    </message>
    <message>
        <source>Copy Mask to Next Frames…</source>
        <translation>將遮罩複製到後續影格…</translation>
    </message>
    <message>
        <source>Interpolate Corrected Frames</source>
        <translation>在修正影格之間內插</translation>
    </message>
    <message>
        <source>Fill in the frames between two corrected ones</source>
        <translation>補齊兩個修正影格之間的影格</translation>
    </message>
    <message>
        <source>Delete From Here On</source>
        <translation>從這裡起刪除</translation>
    </message>
    <message>
        <source>The object is not in the picture any more</source>
        <translation>物件從這裡起不再出現於畫面中</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>偏好設定…</translation>
    </message>
    <message>
        <source>The clip with its masks</source>
        <translation>帶有遮罩的剪輯</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>The clip without the objects</source>
        <translation>移除物件後的剪輯</translation>
    </message>
    <message>
        <source>Side by Side</source>
        <translation>並排比較</translation>
    </message>
    <message>
        <source>Before and after beside each other</source>
        <translation>並排顯示處理前後</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>劃像比較</translation>
    </message>
    <message>
        <source>Before and after under a line to drag</source>
        <translation>拖曳分割線比較處理前後</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>動態</translation>
    </message>
    <message>
        <source>Motion to the next frame, in colours</source>
        <translation>以色彩顯示到下一個影格的動態</translation>
    </message>
    <message>
        <source>Motion Behind the Objects</source>
        <translation>物件後方的動態</translation>
    </message>
    <message>
        <source>Motion as it is completed where the objects are, to fill from</source>
        <translation>物件所在處補全後的動態，填補時以此為準</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差異</translation>
    </message>
    <message>
        <source>What the result changed</source>
        <translation>顯示結果改動之處</translation>
    </message>
    <message>
        <source>Onion Skin</source>
        <translation>洋蔥皮</translation>
    </message>
    <message>
        <source>The result laid over the clip</source>
        <translation>將結果疊加在剪輯上</translation>
    </message>
    <message>
        <source>Compare With the Enlarged Film</source>
        <translation>與放大後的影片對比</translation>
    </message>
    <message>
        <source>After is the larger film that was made, not the result</source>
        <translation>「處理後」顯示放大後的影片，而不是移除結果</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>黑白遮罩</translation>
    </message>
    <message>
        <source>The masks, white on black</source>
        <translation>以黑底白色顯示遮罩</translation>
    </message>
    <message>
        <source>Outlines</source>
        <translation>輪廓</translation>
    </message>
    <message>
        <source>Only the edges of the masks</source>
        <translation>僅顯示遮罩邊緣</translation>
    </message>
    <message>
        <source>Clip Only</source>
        <translation>僅剪輯</translation>
    </message>
    <message>
        <source>The clip without anything</source>
        <translation>不疊加任何內容的剪輯</translation>
    </message>
    <message>
        <source>Fit Picture</source>
        <translation>符合視窗大小</translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation>實際大小</translation>
    </message>
    <message>
        <source>Zoom Timeline In</source>
        <translation>放大時間軸</translation>
    </message>
    <message>
        <source>Zoom Timeline Out</source>
        <translation>縮小時間軸</translation>
    </message>
    <message>
        <source>Fit Timeline</source>
        <translation>時間軸符合視窗</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>媒體</translation>
    </message>
    <message>
        <source>The clips of the project</source>
        <translation>專案中的剪輯</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>物件</translation>
    </message>
    <message>
        <source>What was chosen</source>
        <translation>已選取的物件</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>細修</translation>
    </message>
    <message>
        <source>Edges and holes of masks</source>
        <translation>遮罩的邊緣與孔洞</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>檢查</translation>
    </message>
    <message>
        <source>Frames to be looked at</source>
        <translation>需要查看的影格</translation>
    </message>
    <message>
        <source>History</source>
        <translation>步驟記錄</translation>
    </message>
    <message>
        <source>The steps made so far</source>
        <translation>目前為止的操作步驟</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲線</translation>
    </message>
    <message>
        <source>How sure, how large, how fast</source>
        <translation>信心度、大小與速度</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>What is being done, what waits</source>
        <translation>進行中和等待中的工作</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>檢閱器</translation>
    </message>
    <message>
        <source>Facts in numbers</source>
        <translation>以數字呈現的資訊</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日誌</translation>
    </message>
    <message>
        <source>What the program said</source>
        <translation>程式的訊息記錄</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>時間軸</translation>
    </message>
    <message>
        <source>Workspace: Select</source>
        <translation>工作區：選取</translation>
    </message>
    <message>
        <source>Point at objects</source>
        <translation>指定物件</translation>
    </message>
    <message>
        <source>Workspace: Refine</source>
        <translation>工作區：細修</translation>
    </message>
    <message>
        <source>Correct masks</source>
        <translation>修正遮罩</translation>
    </message>
    <message>
        <source>Workspace: Compare</source>
        <translation>工作區：比較</translation>
    </message>
    <message>
        <source>Large pictures</source>
        <translation>大畫面</translation>
    </message>
    <message>
        <source>Workspace: Review</source>
        <translation>工作區：檢查</translation>
    </message>
    <message>
        <source>What is suspicious</source>
        <translation>查看可疑之處</translation>
    </message>
    <message>
        <source>Reset Workspace</source>
        <translation>重設工作區</translation>
    </message>
    <message>
        <source>Play or Pause</source>
        <translation>播放或暫停</translation>
    </message>
    <message>
        <source>Play Backwards, Faster</source>
        <translation>倒帶播放，再按加速</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play Forwards, Faster</source>
        <translation>順向播放，再按加速</translation>
    </message>
    <message>
        <source>One Frame Back</source>
        <translation>後退一個影格</translation>
    </message>
    <message>
        <source>One Frame On</source>
        <translation>前進一個影格</translation>
    </message>
    <message>
        <source>One Second Back</source>
        <translation>後退一秒</translation>
    </message>
    <message>
        <source>One Second On</source>
        <translation>前進一秒</translation>
    </message>
    <message>
        <source>First Frame</source>
        <translation>第一個影格</translation>
    </message>
    <message>
        <source>Last Frame</source>
        <translation>最後一個影格</translation>
    </message>
    <message>
        <source>Go to Frame or Time…</source>
        <translation>前往影格或時間…</translation>
    </message>
    <message>
        <source>Type a number, +10, or a timecode</source>
        <translation>輸入影格編號、+10 或時間碼</translation>
    </message>
    <message>
        <source>Previous Points</source>
        <translation>上一處選點</translation>
    </message>
    <message>
        <source>Next Points</source>
        <translation>下一處選點</translation>
    </message>
    <message>
        <source>Previous Marker</source>
        <translation>上一個標記</translation>
    </message>
    <message>
        <source>Next Marker</source>
        <translation>下一個標記</translation>
    </message>
    <message>
        <source>Previous Suspicious Frame</source>
        <translation>上一個可疑影格</translation>
    </message>
    <message>
        <source>Next Suspicious Frame</source>
        <translation>下一個可疑影格</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>靜音</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>關閉聲音</translation>
    </message>
    <message>
        <source>Loop the Range</source>
        <translation>循環播放範圍</translation>
    </message>
    <message>
        <source>Set In</source>
        <translation>設定入點</translation>
    </message>
    <message>
        <source>The range begins here</source>
        <translation>範圍從這裡開始</translation>
    </message>
    <message>
        <source>Set Out</source>
        <translation>設定出點</translation>
    </message>
    <message>
        <source>The range ends here</source>
        <translation>範圍到這裡結束</translation>
    </message>
    <message>
        <source>Go to In</source>
        <translation>跳至入點</translation>
    </message>
    <message>
        <source>Go to Out</source>
        <translation>跳至出點</translation>
    </message>
    <message>
        <source>Clear In and Out</source>
        <translation>清除入點與出點</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>追蹤</translation>
    </message>
    <message>
        <source>Follow the objects through the range</source>
        <translation>在範圍內追蹤物件</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>順向</translation>
    </message>
    <message>
        <source>Track the object on from this frame</source>
        <translation>從目前影格起順向追蹤物件</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>反向</translation>
    </message>
    <message>
        <source>Track the object back from here</source>
        <translation>從目前影格起反向追蹤物件</translation>
    </message>
    <message>
        <source>Both Ways</source>
        <translation>雙向</translation>
    </message>
    <message>
        <source>Track the object both ways from here</source>
        <translation>從目前影格起雙向追蹤物件</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Fill them away</source>
        <translation>移除物件並填補背景</translation>
    </message>
    <message>
        <source>Fill Range With…</source>
        <translation>以其他引擎填補範圍…</translation>
    </message>
    <message>
        <source>Another engine from In to Out</source>
        <translation>入點到出點改用另一個引擎</translation>
    </message>
    <message>
        <source>Upscale…</source>
        <translation>放大影片…</translation>
    </message>
    <message>
        <source>Write a larger film of the clip or of its result</source>
        <translation>將片段或其結果寫成更大的影片</translation>
    </message>
    <message>
        <source>Try Engines on Range…</source>
        <translation>在範圍上比較引擎…</translation>
    </message>
    <message>
        <source>Which engine fills this best?</source>
        <translation>哪個引擎在這裡填補得最好？</translation>
    </message>
    <message>
        <source>Pause Job</source>
        <translation>暫停工作</translation>
    </message>
    <message>
        <source>Let the work in hand stand still, or go on</source>
        <translation>暫停或繼續進行中的工作</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop the work in hand</source>
        <translation>停止進行中的工作</translation>
    </message>
    <message>
        <source>Show Report</source>
        <translation>顯示報告</translation>
    </message>
    <message>
        <source>What became of the jobs, with pictures</source>
        <translation>各項工作的結果，附圖片</translation>
    </message>
    <message>
        <source>Clear Results…</source>
        <translation>清除結果…</translation>
    </message>
    <message>
        <source>Take what was filled in away</source>
        <translation>清除已填補的內容</translation>
    </message>
    <message>
        <source>Keyboard…</source>
        <translation>鍵盤快速鍵…</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>The engines, their files and licences</source>
        <translation>引擎及其檔案與授權</translation>
    </message>
    <message>
        <source>Plugins…</source>
        <translation>外掛程式…</translation>
    </message>
    <message>
        <source>Engines from outside the program</source>
        <translation>程式之外的引擎</translation>
    </message>
    <message>
        <source>Copy Report</source>
        <translation>複製報告</translation>
    </message>
    <message>
        <source>What to send when something is wrong</source>
        <translation>發生問題時可傳送的資訊</translation>
    </message>
    <message>
        <source>Hints for the Beginning</source>
        <translation>入門提示</translation>
    </message>
    <message>
        <source>About Peanut Studio…</source>
        <translation>關於 Peanut Studio…</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>按一下</translation>
    </message>
    <message>
        <source>A point on the object</source>
        <translation>在物件上加入一個點</translation>
    </message>
    <message>
        <source>Right click, Alt+click</source>
        <translation>按右鍵，Alt+按一下</translation>
    </message>
    <message>
        <source>A point on something that does not belong to it</source>
        <translation>在不屬於物件的地方加入一個點</translation>
    </message>
    <message>
        <source>Drag (after R)</source>
        <translation>拖曳（按 R 後）</translation>
    </message>
    <message>
        <source>A box round the object</source>
        <translation>用方框圈住物件</translation>
    </message>
    <message>
        <source>1 … 9</source>
        <translation>1 … 9</translation>
    </message>
    <message>
        <source>Select that object, or pick that candidate</source>
        <translation>選取該物件，或選定該候選項</translation>
    </message>
    <message>
        <source>\ held</source>
        <translation>按住 \</translation>
    </message>
    <message>
        <source>The original, for as long as it is held</source>
        <translation>按住時顯示原始畫面</translation>
    </message>
    <message>
        <source>K held + J / L</source>
        <translation>按住 K + J / L</translation>
    </message>
    <message>
        <source>One frame back / on</source>
        <translation>後退 / 前進一個影格</translation>
    </message>
    <message>
        <source>Shift held</source>
        <translation>按住 Shift</translation>
    </message>
    <message>
        <source>The mask that a click here would make</source>
        <translation>預覽在此處按一下得到的遮罩</translation>
    </message>
    <message>
        <source>Alt+drag, right drag (brush)</source>
        <translation>Alt+拖曳，右鍵拖曳（筆刷）</translation>
    </message>
    <message>
        <source>Take away instead of adding</source>
        <translation>減去而非加入</translation>
    </message>
    <message>
        <source>Ctrl+wheel, Alt+wheel (brush)</source>
        <translation>Ctrl+滾輪，Alt+滾輪（筆刷）</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>筆刷大小</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Give up what is being drawn</source>
        <translation>放棄正在繪製的內容</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滾輪</translation>
    </message>
    <message>
        <source>Zoom to the cursor</source>
        <translation>以游標為中心縮放</translation>
    </message>
    <message>
        <source>Middle drag</source>
        <translation>中鍵拖曳</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移動畫面</translation>
    </message>
    <message>
        <source>Wheel on the timeline</source>
        <translation>在時間軸上滾動滾輪</translation>
    </message>
    <message>
        <source>Zoom; with Shift move along, with Ctrl up and down</source>
        <translation>縮放；按住 Shift 左右移動，按住 Ctrl 上下移動</translation>
    </message>
    <message>
        <source>Drag the ends of the range</source>
        <translation>拖曳範圍兩端</translation>
    </message>
    <message>
        <source>Set In and Out</source>
        <translation>設定入點與出點</translation>
    </message>
    <message>
        <source>Double click on a marker</source>
        <translation>按兩下標記</translation>
    </message>
    <message>
        <source>Give it a name</source>
        <translation>為標記命名</translation>
    </message>
    <message>
        <source>Select Object</source>
        <translation>選取物件</translation>
    </message>
    <message>
        <source>Show the Original</source>
        <translation>顯示原始畫面</translation>
    </message>
</context>
<context>
    <name>Announcing</name>
    <message>
        <source>{work}: failed</source>
        <translation>{work}：失敗</translation>
    </message>
    <message>
        <source>{work}: done</source>
        <translation>{work}：完成</translation>
    </message>
    <message>
        <source>Paused, {percent} % - {title}</source>
        <translation>已暫停，{percent} % - {title}</translation>
    </message>
</context>
<context>
    <name>Clearing</name>
    <message>
        <source>Nothing has been filled in yet.</source>
        <translation>尚未填補任何內容。</translation>
    </message>
    <message>
        <source>Clear Results</source>
        <translation>清除結果</translation>
    </message>
    <message>
        <source>Take away what was filled in?</source>
        <translation>清除已填補的內容？</translation>
    </message>
    <message numerus="yes">
        <source>%n filled frames show the objects again. Undo brings the result back.</source>
        <translation>
            <numerusform>%n 個已填補的影格將重新顯示物件。復原可取回結果。</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear &amp;All</source>
        <translation>全部清除(&amp;A)</translation>
    </message>
    <message>
        <source>Clear From &amp;In to Out</source>
        <translation>清除入點至出點(&amp;I)</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Only where {name} was</source>
        <translation>僅限 {name} 所在之處</translation>
    </message>
    <message>
        <source>Cleared. Undo brings the result back.</source>
        <translation>已清除。復原可取回結果。</translation>
    </message>
</context>
<context>
    <name>Comparing</name>
    <message>
        <source>Enlarged</source>
        <translation>已放大</translation>
    </message>
</context>
<context>
    <name>Consent</name>
    <message>
        <source>Download</source>
        <translation>下載</translation>
    </message>
    <message>
        <source>Download {size} of trained weights?</source>
        <translation>要下載 {size} 的模型權重嗎？</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>下載(&amp;D)</translation>
    </message>
    <message>
        <source>Not Now</source>
        <translation>暫不下載</translation>
    </message>
</context>
<context>
    <name>Correcting</name>
    <message>
        <source>{name} is locked: unlock it in the list of objects to change it.</source>
        <translation>「{name}」已鎖定：請先在物件清單中解除鎖定再修改。</translation>
    </message>
    <message>
        <source>{name} has no mask on this frame: point at it or paint it first.</source>
        <translation>「{name}」在目前影格沒有遮罩：請先點選或繪製。</translation>
    </message>
    <message>
        <source>Interpolating needs a corrected frame before and one after this one: paint both first.</source>
        <translation>內插需要目前影格前後各有一個修正影格：請先繪製這兩個影格。</translation>
    </message>
    <message>
        <source>There is no frame between the corrected ones: go to where some are to be filled in.</source>
        <translation>兩個修正影格之間沒有其他影格：請移至需要補齊的位置。</translation>
    </message>
    <message>
        <source>No object is selected: select one in the list, or make one by clicking or painting it.</source>
        <translation>未選取物件：請在清單中選取，或在畫面中點選或繪製一個。</translation>
    </message>
</context>
<context>
    <name>CurvesPanel</name>
    <message>
        <source>Select an object that was tracked: how sure and how large it is stands here.</source>
        <translation>請選取一個已追蹤的物件：此處會顯示其信心度與大小。</translation>
    </message>
    <message>
        <source>Curves of the selected object</source>
        <translation>所選物件的曲線</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Opening {name}…</source>
        <translation>正在開啟 {name}…</translation>
    </message>
    <message>
        <source>There is no suspicious frame that way.</source>
        <translation>該方向沒有可疑影格。</translation>
    </message>
    <message>
        <source>Click what should go, or say it in words.</source>
        <translation>點按要移除的東西，或用文字說出來。</translation>
    </message>
    <message>
        <source>Finding the object…</source>
        <translation>正在辨識物件…</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>The result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>The result, with the mattes as its alpha</source>
        <translation>結果，以黑白遮罩作為 Alpha 色版</translation>
    </message>
    <message>
        <source>The objects, cut out</source>
        <translation>去背的物件</translation>
    </message>
    <message>
        <source>The clip, with transparent holes</source>
        <translation>剪輯，物件處透明</translation>
    </message>
    <message>
        <source>All mattes together</source>
        <translation>所有遮罩合為一體</translation>
    </message>
    <message>
        <source>A folder of mattes for each object</source>
        <translation>每個物件一個遮罩資料夾</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>&amp;Export</source>
        <translation>輸出(&amp;E)</translation>
    </message>
    <message>
        <source>Measuring the size…</source>
        <translation>正在估算大小…</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>Begins when the removal is done</source>
        <translation>移除完成後開始</translation>
    </message>
    <message>
        <source>{name} exists already and is replaced.</source>
        <translation>{name} 已存在，將會取代。</translation>
    </message>
    <message>
        <source>R&amp;eplace</source>
        <translation>取代(&amp;E)</translation>
    </message>
    <message>
        <source>About {size}</source>
        <translation>約 {size}</translation>
    </message>
    <message>
        <source>Export Into</source>
        <translation>輸出至</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>Export</source>
        <translation>輸出</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>預設集</translation>
    </message>
    <message>
        <source>There is nothing to write by this yet: track an object, or remove it, first.</source>
        <translation>尚無可用此預設集輸出的內容：請先追蹤或移除物件。</translation>
    </message>
    <message>
        <source>What to write</source>
        <translation>輸出內容</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>範圍</translation>
    </message>
    <message>
        <source>From in to out</source>
        <translation>入點至出點</translation>
    </message>
    <message>
        <source>The whole clip</source>
        <translation>整段剪輯</translation>
    </message>
    <message>
        <source>{count} frames, {seconds} s</source>
        <translation>{count} 個影格，{seconds} 秒</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>品質</translation>
    </message>
    <message>
        <source>&amp;Keep sound, subtitles and chapters</source>
        <translation>保留聲音、字幕與章節(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Linear light (off: as it is displayed)</source>
        <translation>線性光（關閉：依顯示色彩）(&amp;L)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>瀏覽(&amp;B)…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>選擇資料夾</translation>
    </message>
    <message>
        <source>{name} the clip&apos;s name, {date} today, {preset} the preset, {range} first and last frame</source>
        <translation>{name} 剪輯名稱，{date} 當天日期，{preset} 預設集，{range} 首末影格</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>檔案類型</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>輸出(&amp;E)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>內容(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Range</source>
        <translation>範圍(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>品質(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>資料夾(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名稱(&amp;N)</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>There is nothing to export yet: click an object, then Track or Remove.</source>
        <translation>尚無可輸出的內容：請先點按物件，再執行追蹤或移除。</translation>
    </message>
    <message>
        <source>Exported {path}.</source>
        <translation>已輸出 {path}。</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>開啟資料夾</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>pixels {wide}:{high}</source>
        <translation>像素 {wide}:{high}</translation>
    </message>
    <message>
        <source>turned {degrees}°</source>
        <translation>旋轉 {degrees}°</translation>
    </message>
    <message>
        <source>{count} frames, {seconds} s</source>
        <translation>{count} 個影格，{seconds} 秒</translation>
    </message>
    <message>
        <source>{bits} bit</source>
        <translation>{bits} 位元</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>有</translation>
    </message>
    <message>
        <source>None</source>
        <translation>無</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>長度</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>影格率</translation>
    </message>
    <message>
        <source>Coding</source>
        <translation>編碼</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>色彩</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>聲音</translation>
    </message>
    <message>
        <source>{pixels} px, {percent} %</source>
        <translation>{pixels} 像素，{percent} %</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>點選</translation>
    </message>
    <message>
        <source>Key frames</source>
        <translation>關鍵影格</translation>
    </message>
    <message>
        <source>Corrected frames</source>
        <translation>已修正的影格</translation>
    </message>
    <message>
        <source>Tracked frames</source>
        <translation>已追蹤的影格</translation>
    </message>
    <message>
        <source>Area here</source>
        <translation>此處面積</translation>
    </message>
    <message>
        <source>Confidence here</source>
        <translation>此處信心值</translation>
    </message>
    <message>
        <source>{rate} frames/s</source>
        <translation>{rate} 影格/秒</translation>
    </message>
    <message>
        <source>varies, {rate} frames/s on average</source>
        <translation>可變，平均 {rate} 影格/秒</translation>
    </message>
    <message>
        <source>full range</source>
        <translation>完整範圍</translation>
    </message>
    <message>
        <source>limited range</source>
        <translation>有限範圍</translation>
    </message>
    <message>
        <source>not said; read as is usual</source>
        <translation>未註明；依慣例讀取</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>There is not enough memory: close other programs and try again; what was finished is kept.</source>
        <translation>記憶體不足：請關閉其他程式後重試；已完成的部分會保留。</translation>
    </message>
    <message>
        <source>Something went wrong inside the program ({kind}); what happened is written in {where}.</source>
        <translation>程式內部發生錯誤（{kind}）；詳情已寫入 {where}。</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Nothing on this frame looks like “{phrase}”: say it in other words, or click it.</source>
        <translation>這個影格上沒有像「{phrase}」的東西：換個說法，或直接點按它。</translation>
    </message>
    <message>
        <source>Nothing fits “{phrase}”; what comes nearest, with {score}, is number 1.</source>
        <translation>沒有符合「{phrase}」的東西；最接近的是 1 號，{score}。</translation>
    </message>
    <message>
        <source>“{words}” was not used: this engine knows colour, place, size and motion, not names.</source>
        <translation>「{words}」沒有用到：這個引擎只懂顏色、位置、大小和移動，不懂名稱。</translation>
    </message>
    <message>
        <source>“{words}” was not used: places beside other things are not understood.</source>
        <translation>「{words}」沒有用到：無法理解相對於其他東西的位置。</translation>
    </message>
</context>
<context>
    <name>Helping</name>
    <message>
        <source>Open a clip here, or drop a file anywhere in the window.</source>
        <translation>在這裡開啟剪輯，或將檔案拖放到視窗中的任何位置。</translation>
    </message>
    <message>
        <source>Click what should go. Right click what does not belong to it.</source>
        <translation>點按要移除的物件；以右鍵點按不屬於它的部分。</translation>
    </message>
    <message>
        <source>Remove follows the object through the clip and fills it away.</source>
        <translation>「移除」會在整段剪輯中追蹤物件，並填補它所在的位置。</translation>
    </message>
    <message>
        <source>Export writes the film. F1 lists all keys.</source>
        <translation>「輸出」會產生影片。按 F1 查看所有快速鍵。</translation>
    </message>
    <message>
        <source>Removes things from video.</source>
        <translation>從影片中移除物件。</translation>
    </message>
    <message>
        <source>About Peanut Studio</source>
        <translation>關於 Peanut Studio</translation>
    </message>
    <message>
        <source>The report is in the clipboard; it holds names of files but no folders.</source>
        <translation>報告已複製到剪貼簿；其中包含檔名，但不含資料夾。</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>步驟記錄</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>開啟</translation>
    </message>
    <message>
        <source>No clip is open yet</source>
        <translation>尚未開啟剪輯</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Clip</source>
        <translation>剪輯</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>物件</translation>
    </message>
    <message>
        <source>Under the mouse</source>
        <translation>滑鼠處</translation>
    </message>
    <message>
        <source>Pixel</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>數值</translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message>
        <source>Progress</source>
        <translation>進度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop the work in hand (Ctrl+.)</source>
        <translation>停止進行中的工作 (Ctrl+.)</translation>
    </message>
    <message>
        <source>Show the list of jobs</source>
        <translation>顯示工作清單</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 項等待中</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Progress</source>
        <translation>進度</translation>
    </message>
    <message>
        <source>Go to what it made</source>
        <translation>前往其結果</translation>
    </message>
    <message>
        <source>Open the folder it is in</source>
        <translation>開啟其所在資料夾</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重試</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>延後</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暫停</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>繼續</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>從清單中移除</translation>
    </message>
</context>
<context>
    <name>JobWords</name>
    <message>
        <source>{work}: stopping…</source>
        <translation>{work}：正在停止…</translation>
    </message>
    <message>
        <source>{work}: pausing…</source>
        <translation>{work}：正在暫停…</translation>
    </message>
    <message>
        <source>{work}: paused</source>
        <translation>{work}：已暫停</translation>
    </message>
    <message>
        <source>{work}: starting…</source>
        <translation>{work}：正在啟動…</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Held back until you let it go on</source>
        <translation>已擱置，直到您讓它繼續</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>{work}: how long it takes is not known</source>
        <translation>{work}：所需時間未知</translation>
    </message>
    <message>
        <source>{work}: at most {time}; how much memory is not known</source>
        <translation>{work}：最多 {time}；所需記憶體未知</translation>
    </message>
    <message>
        <source>{work}: at most {time} and {memory}</source>
        <translation>{work}：最多 {time}、{memory}</translation>
    </message>
    <message>
        <source>Times are those of two cores without a GPU, for an object that fills the frame; smaller ones take less.</source>
        <translation>時間以雙核心、無 GPU、物件佔滿畫面計算；較小的物件用時更短。</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Nothing is being done.
Track, Remove, Export and downloads are listed here. What you ask for while one of them runs waits for its turn, and takes the clip as it is then.</source>
        <translation>沒有進行中的工作。
追蹤、移除、輸出和下載會列在這裡。在某項工作執行時再要求的工作會排隊等待，並以輪到它時的剪輯為準。</translation>
    </message>
    <message>
        <source>Clear Finished</source>
        <translation>清除已結束的工作</translation>
    </message>
    <message>
        <source>Take what is over off the list</source>
        <translation>將已結束的工作從清單中移除</translation>
    </message>
    <message>
        <source>Show Report</source>
        <translation>顯示報告</translation>
    </message>
    <message>
        <source>What became of the jobs, with pictures</source>
        <translation>各項工作的結果，附圖片</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>工作</translation>
    </message>
</context>
<context>
    <name>Keeper</name>
    <message>
        <source>{name} is open already.</source>
        <translation>{name} 已經開啟。</translation>
    </message>
    <message>
        <source>{path} holds no clip.</source>
        <translation>{path} 中沒有剪輯。</translation>
    </message>
    <message>
        <source>Saved. Everything you do from now on is kept in {name} as you do it.</source>
        <translation>已儲存。此後的每一步操作都會即時存入 {name}。</translation>
    </message>
    <message>
        <source>{folder} cannot be made ({why}); choose another folder.</source>
        <translation>無法建立 {folder}（{why}）；請選擇其他資料夾。</translation>
    </message>
</context>
<context>
    <name>KeyEditor</name>
    <message>
        <source>Search actions</source>
        <translation>搜尋操作</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜尋</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其快速鍵</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快速鍵</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新快速鍵</translation>
    </message>
    <message>
        <source>&amp;Take It Anyway</source>
        <translation>仍要使用(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Usual Keys</source>
        <translation>還原預設值(&amp;U)</translation>
    </message>
    <message>
        <source>Reset &amp;All</source>
        <translation>全部重設(&amp;A)</translation>
    </message>
    <message>
        <source>New &amp;keys</source>
        <translation>新快速鍵(&amp;K)</translation>
    </message>
    <message>
        <source>{key} is kept for &apos;{use}&apos;; choose another.</source>
        <translation>{key} 保留給「{use}」使用；請選擇其他按鍵。</translation>
    </message>
    <message>
        <source>{key} belongs to &apos;{name}&apos; already.</source>
        <translation>{key} 已用於「{name}」。</translation>
    </message>
    <message>
        <source>{key} belongs to &apos;{name}&apos; now; change that first.</source>
        <translation>{key} 目前用於「{name}」；請先修改該項。</translation>
    </message>
</context>
<context>
    <name>KeyboardDialog</name>
    <message>
        <source>Keyboard</source>
        <translation>鍵盤快速鍵</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快速鍵</translation>
    </message>
    <message>
        <source>Mouse and held keys</source>
        <translation>滑鼠與按住的按鍵</translation>
    </message>
</context>
<context>
    <name>Lanes</name>
    <message>
        <source>Enlarged</source>
        <translation>已放大</translation>
    </message>
    <message>
        <source>Removed (changed since)</source>
        <translation>已移除（之後有更動）</translation>
    </message>
    <message>
        <source>Partly removed</source>
        <translation>部分移除</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>剪輯</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>聲音</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>檢查</translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message>
        <source>Filter</source>
        <translation>篩選</translation>
    </message>
    <message>
        <source>Least level</source>
        <translation>最低層級</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Notes and worse</source>
        <translation>提示及以上</translation>
    </message>
    <message>
        <source>Warnings and worse</source>
        <translation>警告及以上</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>僅錯誤</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日誌</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>層級</translation>
    </message>
    <message>
        <source>From</source>
        <translation>來源</translation>
    </message>
    <message>
        <source>What</source>
        <translation>內容</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>複製(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;Report</source>
        <translation>複製報告(&amp;R)</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Objects</source>
        <translation>物件</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>細修</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>檢查</translation>
    </message>
    <message>
        <source>History</source>
        <translation>步驟記錄</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>時間軸</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲線</translation>
    </message>
    <message>
        <source>Brush {width} px</source>
        <translation>筆刷 {width} 像素</translation>
    </message>
    <message>
        <source>The plugin &apos;{plugin}&apos; does not answer; Escape gives it up.</source>
        <translation>外掛程式「{plugin}」沒有回應；按 Escape 放棄。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>媒體</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>檢閱器</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日誌</translation>
    </message>
    <message>
        <source>Films ({endings});;All files (*)</source>
        <translation>影片 ({endings});;所有檔案 (*)</translation>
    </message>
    <message>
        <source>Open a Clip</source>
        <translation>開啟剪輯</translation>
    </message>
    <message>
        <source>Open a Folder of Images</source>
        <translation>開啟影像序列資料夾</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>尚無項目</translation>
    </message>
    <message>
        <source>Undo {step}</source>
        <translation>復原 {step}</translation>
    </message>
    <message>
        <source>Redo {step}</source>
        <translation>重做 {step}</translation>
    </message>
</context>
<context>
    <name>MediaBin</name>
    <message>
        <source>Open or drop a clip. A project can hold several.</source>
        <translation>開啟或拖入剪輯。一個專案可包含多個剪輯。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>Add clips to the project (Ctrl+Alt+O)</source>
        <translation>將剪輯加入專案 (Ctrl+Alt+O)</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>媒體</translation>
    </message>
    <message>
        <source>Not found; click to show where it is</source>
        <translation>找不到；按一下以指定位置</translation>
    </message>
    <message>
        <source>1 clip</source>
        <translation>1 個剪輯</translation>
    </message>
    <message>
        <source>{count} clips</source>
        <translation>{count} 個剪輯</translation>
    </message>
    <message>
        <source>Take Out of the Project</source>
        <translation>從專案移出</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>找不到</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Open Recent</source>
        <translation>開啟最近使用</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>關閉訊息</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>授權</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進度</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>下載(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Cancel Download</source>
        <translation>取消下載(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>驗證(&amp;V)</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>刪除(&amp;L)</translation>
    </message>
    <message>
        <source>Open &amp;Folder</source>
        <translation>開啟資料夾(&amp;F)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>It also needs the Python package {name}, which is not installed.</source>
        <translation>它還需要尚未安裝的 Python 套件 {name}。</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>下載</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>驗證</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>The files are as they were published.</source>
        <translation>檔案與發布版本一致。</translation>
    </message>
    <message>
        <source>Deleted.</source>
        <translation>已刪除。</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>追蹤</translation>
    </message>
    <message>
        <source>Finding by words</source>
        <translation>文字尋找</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>動態</translation>
    </message>
    <message>
        <source>Filling</source>
        <translation>填補</translation>
    </message>
    <message>
        <source>Enlarging</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Needs no files</source>
        <translation>不需檔案</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>已就緒</translation>
    </message>
    <message>
        <source>Not downloaded</source>
        <translation>未下載</translation>
    </message>
    <message>
        <source>Partly downloaded</source>
        <translation>已下載部分</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已損毀</translation>
    </message>
    <message>
        <source>Made by:</source>
        <translation>製作者：</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>繼續(&amp;G)</translation>
    </message>
    <message>
        <source>Downloaded.</source>
        <translation>下載完成。</translation>
    </message>
    <message>
        <source>Begins when this is done: {work}. The dialog may be closed.</source>
        <translation>此工作完成後開始：{work}。可以關閉此對話框。</translation>
    </message>
    <message>
        <source>Stopped; it can go on from there.</source>
        <translation>已停止；可以從中斷處繼續。</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Marker</source>
        <translation>標記</translation>
    </message>
    <message>
        <source>Name of the marker</source>
        <translation>標記名稱</translation>
    </message>
    <message>
        <source>Name of the marker:</source>
        <translation>標記名稱：</translation>
    </message>
</context>
<context>
    <name>ObjectRow</name>
    <message>
        <source>Colour of the object</source>
        <translation>物件色彩</translation>
    </message>
    <message>
        <source>Name of the object</source>
        <translation>物件名稱</translation>
    </message>
    <message>
        <source>Show or hide the mask (what is hidden is removed too)</source>
        <translation>顯示或隱藏遮罩（隱藏的物件同樣會移除）</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解除鎖定</translation>
    </message>
    <message>
        <source>Lock: keep points and strokes off</source>
        <translation>鎖定：不接受選點與筆觸</translation>
    </message>
    <message>
        <source>Is removed; press to keep it in the picture</source>
        <translation>將會移除；按下可保留在畫面中</translation>
    </message>
    <message>
        <source>Stays; press to remove it</source>
        <translation>將會保留；按下可移除</translation>
    </message>
    <message>
        <source>Delete this object</source>
        <translation>刪除此物件</translation>
    </message>
    <message>
        <source>Colour of {name}</source>
        <translation>「{name}」的色彩</translation>
    </message>
</context>
<context>
    <name>ObjectsPanel</name>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>The next point makes another object (N)</source>
        <translation>下一個點會新增另一個物件 (N)</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>物件</translation>
    </message>
    <message>
        <source>Click the object in the picture. Right click (or Alt+click) what does not belong to it. R, then drag: a box round it. B: paint the mask by hand.</source>
        <translation>在畫面中點按物件；以右鍵（或 Alt+按一下）點按不屬於它的部分。按 R 後拖曳：以方框圈住。按 B：手動繪製遮罩。</translation>
    </message>
    <message>
        <source>Tracking…</source>
        <translation>正在追蹤…</translation>
    </message>
    <message>
        <source>Tracking… {share} %</source>
        <translation>正在追蹤… {share} %</translation>
    </message>
    <message>
        <source>Being removed…</source>
        <translation>正在移除…</translation>
    </message>
    <message>
        <source>Click or paint it in the picture</source>
        <translation>請在畫面中點選或繪製</translation>
    </message>
    <message>
        <source>Stays in the picture</source>
        <translation>保留在畫面中</translation>
    </message>
    <message>
        <source>Not tracked yet</source>
        <translation>尚未追蹤</translation>
    </message>
    <message>
        <source>Changed: track again</source>
        <translation>已變更：請重新追蹤</translation>
    </message>
    <message>
        <source>Tracked</source>
        <translation>已追蹤</translation>
    </message>
    <message>
        <source>Tracked in part</source>
        <translation>已追蹤部分</translation>
    </message>
</context>
<context>
    <name>Pace</name>
    <message>
        <source>{done} of {total}, {found} from before</source>
        <translation>{done} / {total}，其中 {found} 為先前已完成</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/秒</translation>
    </message>
    <message>
        <source>{rate} frames/s</source>
        <translation>{rate} 影格/秒</translation>
    </message>
    <message>
        <source>{s} s a frame</source>
        <translation>每影格 {s} 秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩餘 {time}</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
    <message>
        <source>{min} min {s} s</source>
        <translation>{min} 分 {s} 秒</translation>
    </message>
    <message>
        <source>{h} h {min} min</source>
        <translation>{h} 小時 {min} 分</translation>
    </message>
</context>
<context>
    <name>Patience</name>
    <message>
        <source>The mask was not found in time; what was to find it has been ended. Click again to retry.</source>
        <translation>未能及時找到遮罩，尋找的程序已結束。請再次點按重試。</translation>
    </message>
    <message>
        <source>The plugin &apos;{plugin}&apos; did not answer and was ended; choose another engine in the preferences.</source>
        <translation>外掛程式「{plugin}」沒有回應，已被結束；請在偏好設定中選擇其他引擎。</translation>
    </message>
</context>
<context>
    <name>Plots</name>
    <message>
        <source>Confidence</source>
        <translation>信心度</translation>
    </message>
    <message>
        <source>Area, %</source>
        <translation>面積，%</translation>
    </message>
    <message>
        <source>Motion, px</source>
        <translation>動態，px</translation>
    </message>
    <message>
        <source>Warping error</source>
        <translation>變形誤差</translation>
    </message>
    <message>
        <source>Motion: the median over the picture. Warping error: how far what was filled in is from the next frame brought back along the motion, in levels of 255; flicker makes peaks.</source>
        <translation>運動：整個畫面的中位數。變形誤差：填補部分與沿運動方向對齊的下一影格之間的差異，以 255 級計；閃爍會形成尖峰。</translation>
    </message>
</context>
<context>
    <name>PluginsDialog</name>
    <message>
        <source>Plugins</source>
        <translation>外掛程式</translation>
    </message>
    <message>
        <source>Engines from outside the program. Their code runs only when you allow it.</source>
        <translation>程式之外的引擎。只有在您允許後，其程式碼才會執行。</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>外掛程式</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>授權</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>&amp;Allow…</source>
        <translation>允許(&amp;A)…</translation>
    </message>
    <message>
        <source>For&amp;bid</source>
        <translation>禁止(&amp;B)</translation>
    </message>
    <message>
        <source>Open &amp;Folder</source>
        <translation>開啟資料夾(&amp;F)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>未採用</translation>
    </message>
    <message>
        <source>Changed since it was allowed</source>
        <translation>允許後已被更改</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>已允許</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>未允許</translation>
    </message>
    <message>
        <source>There are none. Your own go into the folder that the button opens.</source>
        <translation>沒有外掛程式。您自己的外掛程式請放入該按鈕所開啟的資料夾。</translation>
    </message>
    <message>
        <source>Made by:</source>
        <translation>製作者：</translation>
    </message>
    <message>
        <source>It lies in {folder}</source>
        <translation>位於 {folder}</translation>
    </message>
    <message>
        <source>Its code will run with your rights and can do whatever you can.</source>
        <translation>其程式碼將以您的權限執行，能做您能做的一切。</translation>
    </message>
    <message>
        <source>Licence:</source>
        <translation>授權：</translation>
    </message>
    <message>
        <source>Allow the plugin {name}?</source>
        <translation>允許外掛程式 {name} 嗎？</translation>
    </message>
    <message>
        <source>&amp;Allow</source>
        <translation>允許(&amp;A)</translation>
    </message>
</context>
<context>
    <name>Pointing</name>
    <message>
        <source>First click the object itself on this frame; then right click what does not belong to it.</source>
        <translation>請先在目前影格上點按物件本身，再以右鍵點按不屬於它的部分。</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>偏好設定</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>頁面</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外觀</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Memory and Disk</source>
        <translation>記憶體與磁碟</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>鍵盤快速鍵</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟隨系統</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>佈景主題(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>語言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Open the Window Anew</source>
        <translation>重新開啟視窗(&amp;O)</translation>
    </message>
    <message>
        <source>Close the window and open the same project in one that speaks this language</source>
        <translation>關閉視窗，並以此語言重新開啟同一專案</translation>
    </message>
    <message>
        <source>A new language counts from the next window on.</source>
        <translation>新語言將在重新開啟視窗後生效。</translation>
    </message>
    <message>
        <source>&amp;Notify me when a job is done while another window is in front</source>
        <translation>其他視窗在前時，工作完成後通知我(&amp;N)</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>The best there is</source>
        <translation>自動選擇最佳裝置</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>處理器 (CPU)</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>裝置(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Tracking</source>
        <translation>追蹤(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Motion</source>
        <translation>動態(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Words</source>
        <translation>文字(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Filling</source>
        <translation>填補(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Enlarging</source>
        <translation>放大(&amp;E)</translation>
    </message>
    <message>
        <source>What suits best</source>
        <translation>自動選擇最合適的</translation>
    </message>
    <message>
        <source>They are used from the next job on. Help &gt; Models fetches what is missing.</source>
        <translation>從下一個工作開始生效。缺少的模型可在「說明 &gt; 模型」中下載。</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限制</translation>
    </message>
    <message>
        <source>&amp;Memory at most</source>
        <translation>記憶體上限(&amp;M)</translation>
    </message>
    <message>
        <source>Cache folder</source>
        <translation>快取資料夾</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>選擇(&amp;C)…</translation>
    </message>
    <message>
        <source>Choose the cache folder</source>
        <translation>選擇快取資料夾</translation>
    </message>
    <message>
        <source>&amp;Usual</source>
        <translation>預設(&amp;U)</translation>
    </message>
    <message>
        <source>Keep it in the user&apos;s cache folder</source>
        <translation>使用目前使用者的快取資料夾</translation>
    </message>
    <message>
        <source>Cache in</source>
        <translation>快取位置</translation>
    </message>
    <message>
        <source>The environment names this folder ({name}).</source>
        <translation>此資料夾由環境變數指定 ({name})。</translation>
    </message>
    <message>
        <source>Cache at mo&amp;st</source>
        <translation>快取上限(&amp;S)</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在計算…</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清除(&amp;L)</translation>
    </message>
    <message>
        <source>Take away masks and small copies kept so far</source>
        <translation>清除目前快取的遮罩與代理檔</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>已使用</translation>
    </message>
    <message>
        <source>{side} pixels wide</source>
        <translation>寬 {side} 像素</translation>
    </message>
    <message>
        <source>Small co&amp;pies</source>
        <translation>代理檔大小(&amp;P)</translation>
    </message>
    <message>
        <source>Small copies are shown while you scrub and play. A new size counts for clips opened next.</source>
        <translation>拖曳播放磁頭與播放時會顯示代理檔。新的大小對之後開啟的剪輯生效。</translation>
    </message>
    <message>
        <source>{title} (needs the Python package {name})</source>
        <translation>{title}（需要 Python 套件 {name}）</translation>
    </message>
    <message>
        <source>{title} (to be fetched: {size})</source>
        <translation>{title}（需下載 {size}）</translation>
    </message>
    <message>
        <source>A phrase makes an object with its masks through the whole range; there is nothing to pick.</source>
        <translation>輸入短語即產生一個物件，整個範圍內都有遮罩；無需再挑選。</translation>
    </message>
    <message>
        <source>Licence: {licence}.</source>
        <translation>授權：{licence}。</translation>
    </message>
    <message>
        <source>{size} are still to be fetched.</source>
        <translation>還需下載 {size}。</translation>
    </message>
    <message>
        <source>Its makers give the files only to those who accepted the licence at {page}.</source>
        <translation>製作者只向在 {page} 接受授權的人提供檔案。</translation>
    </message>
    <message>
        <source>Keep the Cache In</source>
        <translation>選擇快取位置</translation>
    </message>
    <message>
        <source>{size} freed</source>
        <translation>已釋放 {size}</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>H.264 (MP4)</source>
        <translation>H.264 (MP4)</translation>
    </message>
    <message>
        <source>Plays everywhere.</source>
        <translation>幾乎所有裝置都能播放。</translation>
    </message>
    <message>
        <source>H.265 (MP4)</source>
        <translation>H.265 (MP4)</translation>
    </message>
    <message>
        <source>Half the size of H.264; plays on most newer devices.</source>
        <translation>大小約為 H.264 的一半；多數較新裝置可播放。</translation>
    </message>
    <message>
        <source>AV1 (MP4)</source>
        <translation>AV1 (MP4)</translation>
    </message>
    <message>
        <source>The smallest file; newer browsers and players.</source>
        <translation>檔案最小；適用於較新的瀏覽器與播放器。</translation>
    </message>
    <message>
        <source>VP9 (WebM)</source>
        <translation>VP9 (WebM)</translation>
    </message>
    <message>
        <source>For the web; can be transparent.</source>
        <translation>用於網頁；支援透明。</translation>
    </message>
    <message>
        <source>ProRes 422 HQ (MOV)</source>
        <translation>ProRes 422 HQ (MOV)</translation>
    </message>
    <message>
        <source>For editing on; large files.</source>
        <translation>用於後續剪輯；檔案較大。</translation>
    </message>
    <message>
        <source>ProRes 4444 with Alpha (MOV)</source>
        <translation>ProRes 4444 含 Alpha (MOV)</translation>
    </message>
    <message>
        <source>For compositing: cut out objects, or the clip with holes.</source>
        <translation>用於合成：去背的物件，或物件處透明的剪輯。</translation>
    </message>
    <message>
        <source>FFV1 (MKV)</source>
        <translation>FFV1 (MKV)</translation>
    </message>
    <message>
        <source>Lossless: outside the mask every sample is the source&apos;s.</source>
        <translation>無損：遮罩以外的每個取樣都與來源相同。</translation>
    </message>
    <message>
        <source>PNG Pictures</source>
        <translation>PNG 影像序列</translation>
    </message>
    <message>
        <source>A folder with a picture for each frame.</source>
        <translation>一個資料夾，每個影格一張影像。</translation>
    </message>
    <message>
        <source>OpenEXR Pictures</source>
        <translation>OpenEXR 影像序列</translation>
    </message>
    <message>
        <source>Half floats, for compositing; a folder with a picture for each frame.</source>
        <translation>半精度浮點，用於合成；一個資料夾，每個影格一張影像。</translation>
    </message>
    <message>
        <source>Mattes as PNG Pictures</source>
        <translation>PNG 黑白遮罩序列</translation>
    </message>
    <message>
        <source>White on black, a folder for each object.</source>
        <translation>黑底白色，每個物件一個資料夾。</translation>
    </message>
    <message>
        <source>Matte as a Film (MKV)</source>
        <translation>黑白遮罩影片 (MKV)</translation>
    </message>
    <message>
        <source>One grey film, lossless: white where the objects are.</source>
        <translation>一段無損灰階影片：物件處為白色。</translation>
    </message>
</context>
<context>
    <name>Projection</name>
    <message>
        <source>Before</source>
        <translation>處理前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>處理後</translation>
    </message>
    <message>
        <source>No result for this frame yet.</source>
        <translation>此影格尚無結果。</translation>
    </message>
    <message>
        <source>This frame is still being made.</source>
        <translation>此影格仍在處理中。</translation>
    </message>
    <message>
        <source>It is shown here as soon as it is filled.</source>
        <translation>填補完成後會立即顯示在此處。</translation>
    </message>
    <message>
        <source>The larger film does not have this frame.</source>
        <translation>放大後的影片中沒有此影格。</translation>
    </message>
    <message>
        <source>It shows the range that was enlarged.</source>
        <translation>它只包含已放大的範圍。</translation>
    </message>
    <message>
        <source>Point at an object, then press Remove.</source>
        <translation>請指定物件，然後按「移除」。</translation>
    </message>
    <message>
        <source>After, outside the range</source>
        <translation>處理後（範圍之外）</translation>
    </message>
    <message>
        <source>Filling frame {frame}</source>
        <translation>正在填補第 {frame} 個影格</translation>
    </message>
    <message>
        <source>Outside the range</source>
        <translation>範圍之外</translation>
    </message>
    <message>
        <source>Difference, {gain} times</source>
        <translation>差異，{gain} 倍</translation>
    </message>
    <message>
        <source>Measuring motion…</source>
        <translation>正在計算動態…</translation>
    </message>
    <message>
        <source>{scale} px a frame</source>
        <translation>每影格 {scale} 像素</translation>
    </message>
    <message>
        <source>Completed behind the objects</source>
        <translation>物件後方已補全</translation>
    </message>
    <message>
        <source>As measured: no mask on this frame</source>
        <translation>測得的動態：此影格沒有遮罩</translation>
    </message>
    <message>
        <source>No motion here: a flow engine will blur</source>
        <translation>此處沒有動態：光流引擎的結果會模糊</translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>{name} is saved as you work: there is nothing to be done.</source>
        <translation>{name} 會在您工作時自動儲存，不需另外操作。</translation>
    </message>
    <message>
        <source>This is the only clip of the project; add another one first.</source>
        <translation>這是專案中唯一的剪輯；請先加入其他剪輯。</translation>
    </message>
    <message>
        <source>{name} was taken out of the project.</source>
        <translation>已將 {name} 從專案移出。</translation>
    </message>
    <message>
        <source>Put It Back</source>
        <translation>放回</translation>
    </message>
    <message>
        <source>Open a Project</source>
        <translation>開啟專案</translation>
    </message>
    <message>
        <source>Add Clips</source>
        <translation>加入剪輯</translation>
    </message>
    <message>
        <source>Films ({endings});;All files (*)</source>
        <translation>影片 ({endings});;所有檔案 (*)</translation>
    </message>
    <message>
        <source>Save Project As</source>
        <translation>另存專案</translation>
    </message>
    <message>
        <source>Collect Into a Folder</source>
        <translation>收集至資料夾</translation>
    </message>
    <message>
        <source>{project} was not made here and uses files outside its folder.</source>
        <translation>{project} 不是在此電腦上建立的，並使用其資料夾以外的檔案。</translation>
    </message>
    <message>
        <source>Open them only if you know where the project comes from; it works without them, too.</source>
        <translation>只有在了解專案來源時才開啟這些檔案；沒有它們也能使用該專案。</translation>
    </message>
    <message>
        <source>&amp;Open Them</source>
        <translation>開啟這些檔案(&amp;O)</translation>
    </message>
    <message>
        <source>Open &amp;Without Them</source>
        <translation>不使用這些檔案(&amp;W)</translation>
    </message>
    <message>
        <source>Import Masks: a Film, a JSON or NPZ File, or a Picture of a Folder</source>
        <translation>匯入遮罩：影片、JSON 或 NPZ 檔案，或資料夾中的一張圖片</translation>
    </message>
    <message>
        <source>{title} collected</source>
        <translation>{title} 收集</translation>
    </message>
    <message>
        <source>{folder} exists already; choose another folder.</source>
        <translation>{folder} 已存在；請選擇其他資料夾。</translation>
    </message>
    <message>
        <source>The project is collected as it is now, once the jobs before it are done.</source>
        <translation>專案將依現在的狀態收集，待前面的工作完成後進行。</translation>
    </message>
    <message>
        <source>Where is {name}?</source>
        <translation>{name} 在哪裡？</translation>
    </message>
    <message>
        <source>{name} was not found; its work stays in the project.</source>
        <translation>找不到 {name}；其相關工作仍保留在專案中。</translation>
    </message>
    <message>
        <source>{name} is not as it was; what was done before stays with the earlier one in the project.</source>
        <translation>{name} 已有變動；先前的工作仍保留在專案中的舊版本上。</translation>
    </message>
    <message>
        <source>Earlier work on {name}, edited {when}, is kept.</source>
        <translation>先前對 {name} 所做的工作（編輯於{when}）已保留。</translation>
    </message>
    <message>
        <source>Go On</source>
        <translation>繼續</translation>
    </message>
    <message>
        <source>Collected in {folder}.</source>
        <translation>已收集至 {folder}。</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>開啟資料夾</translation>
    </message>
    <message>
        <source>The last steps could not be kept, because the disk does not take them. Closing loses them.</source>
        <translation>磁碟無法寫入，最後幾步操作未能儲存。關閉後這些操作將會遺失。</translation>
    </message>
    <message>
        <source>There are jobs that are not done yet; wait for them, or cancel them.</source>
        <translation>仍有工作尚未完成；請等待其完成或將其取消。</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>專案</translation>
    </message>
</context>
<context>
    <name>PromptBar</name>
    <message>
        <source>What should go</source>
        <translation>要移除什麼</translation>
    </message>
    <message>
        <source>Say what should go: the red car on the left</source>
        <translation>說出要移除什麼：左邊的紅色汽車</translation>
    </message>
    <message>
        <source>Phrases of before</source>
        <translation>先前的詞句</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在尋找…</translation>
    </message>
    <message numerus="yes">
        <source>Enter takes all %n, a number or a click one of them, Escape none</source>
        <translation>
            <numerusform>Enter 取全部 %n 個，按數字或點按取其中一個，Esc 都不取</numerusform>
        </translation>
    </message>
    <message>
        <source>Enter takes 1, a number or a click another, Escape none</source>
        <translation>Enter 取 1 號，按數字或點按取其他，Esc 都不取</translation>
    </message>
    <message>
        <source>Enter takes it, Escape does not</source>
        <translation>Enter 選定，Esc 放棄</translation>
    </message>
    <message>
        <source>Nothing fits. A number or a click takes what comes nearest.</source>
        <translation>沒有符合的。按數字或點按可取最接近的。</translation>
    </message>
</context>
<context>
    <name>Prompter</name>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
</context>
<context>
    <name>Qualities</name>
    <message>
        <source>Lossless</source>
        <translation>無損</translation>
    </message>
    <message>
        <source>Excellent</source>
        <translation>極佳</translation>
    </message>
    <message>
        <source>Very good</source>
        <translation>很好</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>Fair</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Poor</source>
        <translation>較差</translation>
    </message>
</context>
<context>
    <name>QueueNews</name>
    <message>
        <source>Stopped. The masks found so far are kept, so that it goes on from there.</source>
        <translation>已停止。已取得的遮罩會保留，下次可從該處繼續。</translation>
    </message>
    <message>
        <source>Stopped. What was tracked and filled so far is kept, so that it goes on from there.</source>
        <translation>已停止。已完成的追蹤與填補會保留，下次可從該處繼續。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
</context>
<context>
    <name>QueueReport</name>
    <message>
        <source>The jobs are over: {done} done, {failed} failed, {stopped} stopped.</source>
        <translation>工作已結束：{done} 項完成，{failed} 項失敗，{stopped} 項停止。</translation>
    </message>
</context>
<context>
    <name>Readout</name>
    <message>
        <source>{pixels} px a frame, {degrees}°</source>
        <translation>每影格 {pixels} 像素，{degrees}°</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Object lost</source>
        <translation>物件遺失</translation>
    </message>
    <message>
        <source>Low confidence</source>
        <translation>信心度低</translation>
    </message>
    <message>
        <source>Size jumps</source>
        <translation>大小突變</translation>
    </message>
    <message>
        <source>Flickers</source>
        <translation>閃爍</translation>
    </message>
    <message>
        <source>Touches the edge</source>
        <translation>觸及畫面邊緣</translation>
    </message>
</context>
<context>
    <name>Refilling</name>
    <message>
        <source>Nothing has been filled in yet.</source>
        <translation>尚未填補任何內容。</translation>
    </message>
    <message>
        <source>Fill Range With</source>
        <translation>以其他引擎填補範圍</translation>
    </message>
    <message>
        <source>Frames {first} to {last} are filled anew; the others stay as they are. Fill by:</source>
        <translation>第 {first} 到 {last} 影格將重新填補，其餘保持不變。填補引擎：</translation>
    </message>
</context>
<context>
    <name>RefinePanel</name>
    <message>
        <source>Grow</source>
        <translation>擴張</translation>
    </message>
    <message>
        <source>Widen the mask, or narrow it below 0</source>
        <translation>擴大遮罩；小於 0 時收縮</translation>
    </message>
    <message>
        <source>Holes</source>
        <translation>孔洞</translation>
    </message>
    <message>
        <source>Close holes up to this diameter</source>
        <translation>填平直徑不超過此值的孔洞</translation>
    </message>
    <message>
        <source>Specks</source>
        <translation>斑點</translation>
    </message>
    <message>
        <source>Drop lone parts up to this diameter</source>
        <translation>去除直徑不超過此值的孤立部分</translation>
    </message>
    <message>
        <source> fr</source>
        <translation> 影格</translation>
    </message>
    <message>
        <source>Steady the outline over so many frames on either side</source>
        <translation>利用前後各若干影格使輪廓穩定、不閃爍</translation>
    </message>
    <message>
        <source>Steady</source>
        <translation>穩定</translation>
    </message>
    <message>
        <source>Move the outline onto the picture&apos;s edges, by this at most</source>
        <translation>將輪廓移到畫面的邊緣上，移動不超過此值</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>邊緣</translation>
    </message>
    <message>
        <source>Take hair and fur so far from the outline along; mattes show how much of it is there</source>
        <translation>連同輪廓外此距離內的毛髮一起選取；遮罩檢視中顯示其透明程度</translation>
    </message>
    <message>
        <source>Hair</source>
        <translation>毛髮</translation>
    </message>
    <message>
        <source>How softly the fill fades into the picture</source>
        <translation>填補區域與畫面過渡的柔和程度</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>Shadow and reflection go along</source>
        <translation>陰影與倒影一併移除</translation>
    </message>
    <message>
        <source>Remove what the object casts with it; otherwise it stays in the picture</source>
        <translation>將物件投下的陰影與倒影和它一起移除；否則它們會留在畫面中</translation>
    </message>
    <message>
        <source>Track {name} from this frame:</source>
        <translation>從此影格追蹤 {name}：</translation>
    </message>
    <message>
        <source>No object is selected.</source>
        <translation>未選取物件。</translation>
    </message>
    <message>
        <source>Track, in the tool bar, follows all objects through the range.</source>
        <translation>工具列中的「追蹤」會在整個範圍內追蹤所有物件。</translation>
    </message>
    <message>
        <source>{name} slider</source>
        <translation>{name}滑桿</translation>
    </message>
    <message>
        <source>{tip}, in pixels of the clip</source>
        <translation>{tip}，單位為剪輯像素</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Suspicious frames</source>
        <translation>可疑影格</translation>
    </message>
    <message>
        <source>Nothing to look at yet.
After tracking, frames on which an object was lost, jumps or flickers are listed here.</source>
        <translation>目前沒有需要查看的內容。
追蹤完成後，物件遺失、突變或閃爍的影格會列在這裡。</translation>
    </message>
    <message>
        <source>The first {most} of {count} are listed.</source>
        <translation>共 {count} 項，僅列出前 {most} 項。</translation>
    </message>
    <message>
        <source>Nothing suspicious was found.</source>
        <translation>未發現可疑之處。</translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n 個影格</numerusform>
        </translation>
    </message>
    <message>
        <source>Frame {worst}; from {first} to {last}</source>
        <translation>第 {worst} 個影格；從 {first} 到 {last}</translation>
    </message>
</context>
<context>
    <name>Running</name>
    <message>
        <source>All objects are tracked through the range already.</source>
        <translation>所有物件在該範圍內都已追蹤完畢。</translation>
    </message>
    <message>
        <source>To how many of the next frames?</source>
        <translation>要複製到後面多少個影格？</translation>
    </message>
    <message>
        <source>Copy Mask</source>
        <translation>複製遮罩</translation>
    </message>
    <message>
        <source>Go On With the Job</source>
        <translation>繼續工作</translation>
    </message>
    <message>
        <source>Nothing has been pointed at yet: click the object in the picture first.</source>
        <translation>尚未指定物件：請先在畫面中點按物件。</translation>
    </message>
    <message>
        <source>That is in the list of jobs already; it takes the clip as it is then.</source>
        <translation>該工作已在清單中；它以輪到時的剪輯為準。</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Viewer</source>
        <translation>檢視器</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原始畫面</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>checking</source>
        <translation>檢查</translation>
    </message>
    <message>
        <source>clearing</source>
        <translation>清理</translation>
    </message>
    <message>
        <source>deleting</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>downloading</source>
        <translation>下載</translation>
    </message>
    <message>
        <source>enlarging</source>
        <translation>正在放大</translation>
    </message>
    <message>
        <source>exporting</source>
        <translation>輸出</translation>
    </message>
    <message>
        <source>fetching weights (bytes)</source>
        <translation>下載模型權重（位元組）</translation>
    </message>
    <message>
        <source>filling</source>
        <translation>填補</translation>
    </message>
    <message>
        <source>finding shadows</source>
        <translation>尋找陰影</translation>
    </message>
    <message>
        <source>flow</source>
        <translation>計算光流</translation>
    </message>
    <message>
        <source>interpolating</source>
        <translation>內插</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>尋找</translation>
    </message>
    <message>
        <source>looking how much moves</source>
        <translation>分析動態幅度</translation>
    </message>
    <message>
        <source>making a clip</source>
        <translation>產生剪輯</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>測量</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>產生代理檔</translation>
    </message>
    <message>
        <source>reading masks</source>
        <translation>讀取遮罩</translation>
    </message>
    <message>
        <source>refining masks</source>
        <translation>細修遮罩</translation>
    </message>
    <message>
        <source>review</source>
        <translation>檢查追蹤結果</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>處理聲音</translation>
    </message>
    <message>
        <source>tracking</source>
        <translation>追蹤</translation>
    </message>
    <message>
        <source>tracking around the range</source>
        <translation>追蹤範圍前後的影格</translation>
    </message>
    <message>
        <source>trying engines</source>
        <translation>比較引擎</translation>
    </message>
    <message>
        <source>writing masks</source>
        <translation>寫入遮罩</translation>
    </message>
</context>
<context>
    <name>StepButton</name>
    <message>
        <source>{step}, done</source>
        <translation>{step}，已完成</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Refine {name}</source>
        <translation>細修 {name}</translation>
    </message>
    <message>
        <source>Add Box</source>
        <translation>加入方框</translation>
    </message>
    <message>
        <source>Add Marker</source>
        <translation>加入標記</translation>
    </message>
    <message>
        <source>Add Part</source>
        <translation>加入部分</translation>
    </message>
    <message>
        <source>Add Point</source>
        <translation>加入點</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>筆刷</translation>
    </message>
    <message>
        <source>Clear Correction</source>
        <translation>清除修正</translation>
    </message>
    <message>
        <source>Clear In and Out</source>
        <translation>清除入點與出點</translation>
    </message>
    <message>
        <source>Clear Points</source>
        <translation>清除點</translation>
    </message>
    <message>
        <source>Clear Results</source>
        <translation>清除結果</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>色彩</translation>
    </message>
    <message>
        <source>Copy Mask</source>
        <translation>複製遮罩</translation>
    </message>
    <message>
        <source>Delete From Here On</source>
        <translation>從這裡起刪除</translation>
    </message>
    <message>
        <source>Delete Marker</source>
        <translation>刪除標記</translation>
    </message>
    <message>
        <source>Delete Object</source>
        <translation>刪除物件</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填滿</translation>
    </message>
    <message>
        <source>Find by Words</source>
        <translation>以文字尋找</translation>
    </message>
    <message>
        <source>Import Masks</source>
        <translation>匯入遮罩</translation>
    </message>
    <message>
        <source>Interpolate</source>
        <translation>內插</translation>
    </message>
    <message>
        <source>Keep Object</source>
        <translation>設為保留</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Lasso Away</source>
        <translation>套索減去</translation>
    </message>
    <message>
        <source>New Object</source>
        <translation>新增物件</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove Object</source>
        <translation>設為移除</translation>
    </message>
    <message>
        <source>Rename Marker</source>
        <translation>重新命名標記</translation>
    </message>
    <message>
        <source>Rename Object</source>
        <translation>重新命名物件</translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation>塗抹</translation>
    </message>
    <message>
        <source>Set In</source>
        <translation>設定入點</translation>
    </message>
    <message>
        <source>Set Out</source>
        <translation>設定出點</translation>
    </message>
    <message>
        <source>Set Range</source>
        <translation>設定範圍</translation>
    </message>
    <message>
        <source>Take Part Away</source>
        <translation>去除一塊</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>追蹤</translation>
    </message>
    <message>
        <source>Grow {name}</source>
        <translation>擴展 {name}</translation>
    </message>
    <message>
        <source>Close Holes of {name}</source>
        <translation>填補 {name} 的孔洞</translation>
    </message>
    <message>
        <source>Drop Specks of {name}</source>
        <translation>去除 {name} 的斑點</translation>
    </message>
    <message>
        <source>Feather {name}</source>
        <translation>羽化 {name}</translation>
    </message>
    <message>
        <source>Steady {name}</source>
        <translation>穩定 {name}</translation>
    </message>
    <message>
        <source>Fit Edges of {name}</source>
        <translation>貼合 {name} 的邊緣</translation>
    </message>
    <message>
        <source>Find Hair of {name}</source>
        <translation>找出 {name} 的毛髮</translation>
    </message>
    <message>
        <source>Shadow of {name}</source>
        <translation>{name} 的陰影</translation>
    </message>
</context>
<context>
    <name>TargetFolder</name>
    <message>
        <source>The folder {folder} is made for it.</source>
        <translation>將為此建立資料夾 {folder}。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be made ({why}); choose another one.</source>
        <translation>無法建立資料夾 {folder}（{why}）；請選擇其他資料夾。</translation>
    </message>
</context>
<context>
    <name>TimeField</name>
    <message>
        <source>Timecode</source>
        <translation>時間碼</translation>
    </message>
</context>
<context>
    <name>Timecode</name>
    <message>
        <source>&apos;{text}&apos; is no time; write a frame number, +10, or a timecode such as 1:04:12.</source>
        <translation>「{text}」不是時間；請輸入影格編號、+10 或 1:04:12 這樣的時間碼。</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>時間軸</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>軌道</translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n 個影格</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelineMenu</name>
    <message>
        <source>Go to Frame {number}</source>
        <translation>跳至第 {number} 個影格</translation>
    </message>
    <message>
        <source>Rename Marker…</source>
        <translation>重新命名標記…</translation>
    </message>
    <message>
        <source>Delete Marker</source>
        <translation>刪除標記</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>No More Hints</source>
        <translation>不再提示</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>frame {number}</source>
        <translation>第 {number} 個影格</translation>
    </message>
    <message>
        <source>{width} × {height}, {rate} frames/s, {seconds} s</source>
        <translation>{width} × {height}，{rate} 影格/秒，{seconds} 秒</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暫停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
</context>
<context>
    <name>TrialDialog</name>
    <message>
        <source>Try Engines on Range</source>
        <translation>在範圍上比較引擎</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Also fill &amp;holes of the same shape where the truth is known</source>
        <translation>同時填補真實畫面已知處的同形空洞(&amp;H)</translation>
    </message>
    <message>
        <source>Twice the work, and the only way to know how true a fill is</source>
        <translation>工作量加倍，但只有這樣才能知道填補有多真實</translation>
    </message>
    <message>
        <source>&amp;Try</source>
        <translation>比較(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Use This Engine</source>
        <translation>使用此引擎(&amp;U)</translation>
    </message>
    <message>
        <source>Open &amp;Report</source>
        <translation>開啟報告(&amp;R)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Players side by side and every figure, in the browser</source>
        <translation>在瀏覽器中並排播放，並列出全部數據</translation>
    </message>
    <message>
        <source>Holes are filled by it from now on</source>
        <translation>今後由它填補空洞</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>{name}  (fetches {size})</source>
        <translation>{name}（需下載 {size}）</translation>
    </message>
    <message>
        <source>PSNR, dB</source>
        <translation>PSNR（dB）</translation>
    </message>
    <message>
        <source>SSIM</source>
        <translation>SSIM</translation>
    </message>
    <message>
        <source>Unsteadiness</source>
        <translation>不穩定度</translation>
    </message>
    <message>
        <source>Flicker</source>
        <translation>閃爍</translation>
    </message>
    <message>
        <source>Seam</source>
        <translation>接縫</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>銳利度</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>雜訊</translation>
    </message>
    <message>
        <source>s/frame</source>
        <translation>秒/影格</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message numerus="yes">
        <source>Each engine fills the range, %n frames, and is judged. A short range is enough.</source>
        <translation>
            <numerusform>每個引擎都會填補該範圍（%n 影格）並接受評判。較短的範圍就夠了。</numerusform>
        </translation>
    </message>
    <message>
        <source>{engine} does it best here: it comes nearest to the truth where that is known.</source>
        <translation>{engine} 在這裡表現最好：在真實畫面已知處，它最接近真實。</translation>
    </message>
    <message>
        <source>{engine} differs least from its surroundings here. The truth is known nowhere.</source>
        <translation>{engine} 在這裡與周圍差別最小。沒有任何一處的真實畫面是已知的。</translation>
    </message>
</context>
<context>
    <name>Trying</name>
    <message>
        <source>Holes are filled by {engine} from now on.</source>
        <translation>今後由 {engine} 填補空洞。</translation>
    </message>
    <message>
        <source>The engines were tried; {engine} does it best here.</source>
        <translation>引擎比較完畢；{engine} 在這裡表現最好。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>顯示</translation>
    </message>
</context>
<context>
    <name>Unfinished</name>
    <message numerus="yes">
        <source>%n jobs are not done yet.</source>
        <translation>
            <numerusform>%n 項工作尚未完成。</numerusform>
        </translation>
    </message>
    <message>
        <source>Work on a clip is offered again when the clip is opened next; downloads and copies are given up.</source>
        <translation>對片段的處理會在下次開啟該片段時再次提供；下載和複製將被放棄。</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>關閉(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Keep Working</source>
        <translation>繼續工作(&amp;K)</translation>
    </message>
    <message>
        <source>{work} was not done when the window was closed.</source>
        <translation>關閉視窗時 {work} 尚未完成。</translation>
    </message>
    <message>
        <source>Go On</source>
        <translation>繼續</translation>
    </message>
</context>
<context>
    <name>UpscaleDialog</name>
    <message>
        <source>Upscale</source>
        <translation>放大影片</translation>
    </message>
    <message>
        <source>What to enlarge</source>
        <translation>要放大的內容</translation>
    </message>
    <message>
        <source>The result  ({count} frames)</source>
        <translation>結果（{count} 影格）</translation>
    </message>
    <message>
        <source>The clip, from in to out  ({count} frames)</source>
        <translation>片段，從入點到出點（{count} 影格）</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>{name}  (fetches {size})</source>
        <translation>{name}（需下載 {size}）</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>File</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>瀏覽(&amp;B)…</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>選擇檔案</translation>
    </message>
    <message>
        <source>&amp;Upscale</source>
        <translation>放大(&amp;U)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Enlarge</source>
        <translation>放大對象(&amp;E)</translation>
    </message>
    <message>
        <source>E&amp;ngine</source>
        <translation>引擎(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>尺寸(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>檔案(&amp;F)</translation>
    </message>
    <message>
        <source>Takes up to {disk} on the disk while it is made, and {memory} of memory.</source>
        <translation>製作時最多佔用 {disk} 磁碟空間和 {memory} 記憶體。</translation>
    </message>
    <message>
        <source>Each frame is worked on in {count} pieces.</source>
        <translation>每個影格分 {count} 塊處理。</translation>
    </message>
    <message>
        <source>That is the clip itself; choose another name.</source>
        <translation>這就是片段本身；請換一個名稱。</translation>
    </message>
    <message>
        <source>{name} exists already and is replaced.</source>
        <translation>{name} 已存在，將被取代。</translation>
    </message>
    <message>
        <source>R&amp;eplace</source>
        <translation>取代(&amp;E)</translation>
    </message>
    <message>
        <source>Films (*.mp4 *.mov *.mkv)</source>
        <translation>影片 (*.mp4 *.mov *.mkv)</translation>
    </message>
    <message>
        <source>Upscale Into</source>
        <translation>放大為</translation>
    </message>
</context>
<context>
    <name>Upscaling</name>
    <message>
        <source>{path} is not there any more.</source>
        <translation>{path} 已不存在。</translation>
    </message>
    <message>
        <source>Enlarged: {path}. It is among the clips of the project.</source>
        <translation>已放大：{path}。它已加入專案的片段中。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>對比</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>開啟資料夾</translation>
    </message>
</context>
<context>
    <name>ViewBar</name>
    <message>
        <source>Behind objects</source>
        <translation>物件後方</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>遮罩</translation>
    </message>
    <message>
        <source>How opaque the masks are</source>
        <translation>遮罩的不透明度</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>How opaque the result is</source>
        <translation>結果的不透明度</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>How much differences are amplified</source>
        <translation>差異的放大倍數</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>箭頭</translation>
    </message>
    <message>
        <source>Selected object only</source>
        <translation>僅選取的物件</translation>
    </message>
    <message>
        <source>Show the objects&apos; outlines over what is compared</source>
        <translation>在比對畫面上顯示物件的輪廓</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Remove something from a video</source>
        <translation>從影片中移除任何物件</translation>
    </message>
    <message>
        <source>Open a clip, click what should go, press Remove. You can also drop a file or a folder of images here.</source>
        <translation>開啟剪輯，點按要移除的物件，然後按「移除」。也可以將檔案或影像資料夾拖放到這裡。</translation>
    </message>
    <message>
        <source>Open a Clip…</source>
        <translation>開啟剪輯…</translation>
    </message>
    <message>
        <source>Open a video file (Ctrl+O)</source>
        <translation>開啟影片檔 (Ctrl+O)</translation>
    </message>
    <message>
        <source>Open a Folder of Images…</source>
        <translation>開啟影像序列資料夾…</translation>
    </message>
    <message>
        <source>Open numbered images (Ctrl+Shift+O)</source>
        <translation>開啟編號的影像 (Ctrl+Shift+O)</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>{name} and {count} more</source>
        <translation>{name} 及另外 {count} 個</translation>
    </message>
    <message>
        <source>Go on with {name}, edited {when}</source>
        <translation>繼續編輯 {name}（{when}修改）</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>剛剛</translation>
    </message>
    <message>
        <source>{count} minutes ago</source>
        <translation>{count} 分鐘前</translation>
    </message>
    <message>
        <source>{count} hours ago</source>
        <translation>{count} 小時前</translation>
    </message>
    <message>
        <source>{count} days ago</source>
        <translation>{count} 天前</translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message>
        <source>“{phrase}” is being followed already.</source>
        <translation>已經在追蹤「{phrase}」了。</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>追蹤</translation>
    </message>
    <message>
        <source>These frames are being interpolated already.</source>
        <translation>這些影格已經在內插了。</translation>
    </message>
    <message>
        <source>A corrected frame was changed meanwhile: interpolate once more.</source>
        <translation>修正影格在此期間有變動：請重新內插。</translation>
    </message>
    <message numerus="yes">
        <source>Interpolated %n frames along the motion.</source>
        <translation>
            <numerusform>已沿著動態內插 %n 個影格。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Interpolated %n frames on a straight line: the motion could not be followed.</source>
        <translation>
            <numerusform>已按直線內插 %n 個影格：無法跟上動態。</numerusform>
        </translation>
    </message>
    <message>
        <source>Interpolating</source>
        <translation>正在內插</translation>
    </message>
    <message numerus="yes">
        <source>Followed “{phrase}” over %n frames.</source>
        <translation>
            <numerusform>已在 %n 個影格中追蹤「{phrase}」。</numerusform>
        </translation>
    </message>
    <message>
        <source>Following words</source>
        <translation>依文字追蹤</translation>
    </message>
    <message>
        <source>Removed from {frames} frames in {seconds} s. Export saves the film.</source>
        <translation>已用 {seconds} 秒完成 {frames} 個影格的移除。請用「輸出」儲存影片。</translation>
    </message>
    <message>
        <source>{made} of {windows} windows were computed again, the others were kept.</source>
        <translation>共 {windows} 段，重新計算了 {made} 段，其餘沿用已保留的結果。</translation>
    </message>
    <message>
        <source>Filling the range anew</source>
        <translation>重新填補範圍</translation>
    </message>
    <message>
        <source>Removing</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Another clip is shown now: open the one of the masks and try again.</source>
        <translation>現在顯示的是另一個片段：請開啟這些遮罩所屬的片段再試。</translation>
    </message>
    <message numerus="yes">
        <source>Imported %n objects.</source>
        <translation>
            <numerusform>已匯入 %n 個物件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing masks</source>
        <translation>正在匯入遮罩</translation>
    </message>
    <message>
        <source>Exported {path}.</source>
        <translation>已輸出 {path}。</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>輸出</translation>
    </message>
    <message>
        <source>Nothing has been filled in yet.</source>
        <translation>尚未填補任何內容。</translation>
    </message>
    <message>
        <source>Enlarged to {path}.</source>
        <translation>已放大為 {path}。</translation>
    </message>
    <message>
        <source>Enlarging</source>
        <translation>正在放大</translation>
    </message>
    <message>
        <source>Trying engines</source>
        <translation>比較引擎</translation>
    </message>
    <message>
        <source>Cleared. Undo brings the result back.</source>
        <translation>已清除。復原可取回結果。</translation>
    </message>
    <message>
        <source>Clearing</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Collected in {folder}.</source>
        <translation>已收集到 {folder}。</translation>
    </message>
    <message>
        <source>Collecting</source>
        <translation>收集</translation>
    </message>
    <message>
        <source>{name} is not open any more: open it and try again.</source>
        <translation>{name} 已不再開啟：請開啟後重試。</translation>
    </message>
    <message>
        <source>{work} waits until the jobs before it are done.</source>
        <translation>{work} 將在之前的工作完成後開始。</translation>
    </message>
    <message numerus="yes">
        <source>Tracked %n frames anew; the others stay as they were.</source>
        <translation>
            <numerusform>重新追蹤了 %n 個影格；其餘影格保持不變。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tracked %n frames.</source>
        <translation>
            <numerusform>已追蹤 %n 個影格。</numerusform>
        </translation>
    </message>
    <message>
        <source>The object was lost on {count} of {total} frames, first on frame {first}; where it is in the picture there, click it again and track once more.</source>
        <translation>物件在 {total} 個影格中的 {count} 個影格上遺失，最早在第 {first} 個影格；若它仍在畫面中，請在該處重新點按並再次追蹤。</translation>
    </message>
</context>
</TS>
